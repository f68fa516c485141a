"""Who a request comes from behind a web server: its addresses, and whether the settings trust that server."""

import ipaddress
import json
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from portal import clock
from portal.config import Settings
from portal.config_values import Network

# in brackets or IPv4, both with a port or none; or IPv6 alone, which cannot have one
_HOP = re.compile(r'\s*"?\s*(?:\[([^][]+)\](?::\d{1,5})?|([\d.]+)(?::\d{1,5})?|([0-9A-Fa-f:.]+(?:%[^\s"]+)?))\s*"?\s*')
_FILE = "unheeded-proxy.json"
_PAUSE = timedelta(minutes=1)  # between two writes of one process
_SHOWN = timedelta(days=1)  # after the last such request: the web server may be gone


def address_of(hop: str) -> str | None:
    """The address of a hop as proxies write it (RFC 7239, 6), without port, brackets, quotes and the zone of an
    interface; None for what names nobody: ``unknown``, ``_hidden``, anything else.
    """
    match = _HOP.fullmatch(hop)
    try:
        found = ipaddress.ip_address((match[1] or match[2] or match[3]).partition("%")[0] if match else "")
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:  # a listener for both families shows IPv4 so
        return str(found.ipv4_mapped)
    return str(found)


def is_trusted(address: str, networks: Iterable[Network]) -> bool:
    found = address_of(address)
    return found is not None and any(ipaddress.ip_address(found) in network for network in networks)


@dataclass(frozen=True)
class Unheeded:
    """Requests that came over a web server on this machine which no setting trusts: they all seem to be one visitor."""

    address: str  # of the web server, a loopback one
    times: int
    last_at: datetime


class Counter:
    """Of one process; kept in a file of the data folder that all share, since the visitor must not wait for a lock."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._times = 0
        self._wrote_at: datetime | None = None

    def count(self, peer: str) -> None:
        """A request that says for whom it was passed on, by a peer that is not trusted; only our own machine counts."""
        address = address_of(peer)
        if address is None or not ipaddress.ip_address(address).is_loopback:
            return
        self._times += 1
        now = clock.now()
        if self._wrote_at and abs(now - self._wrote_at) < _PAUSE:  # also where the clock was set back
            return
        self._wrote_at, times, self._times = now, self._times, 0
        before = _read(self._path)
        with suppress(OSError):  # reading must work while nothing can be written
            _write(self._path, Unheeded(address, times + (before.times if before else 0), now))


def unheeded(settings: Settings) -> Unheeded | None:
    """None where there is no such web server, or it is trusted now."""
    found = _read(settings.data_dir / _FILE)
    if found is None or abs(clock.now() - found.last_at) > _SHOWN:
        return None
    return None if is_trusted(found.address, settings.trusted_proxies) else found


def _read(path: Path) -> Unheeded | None:
    try:
        address, times, last_at = json.loads(path.read_text("utf-8"))
        return Unheeded(str(address), int(times), datetime.fromisoformat(last_at))
    except (OSError, ValueError, TypeError):
        return None


def _write(path: Path, found: Unheeded) -> None:
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    draft.write_text(json.dumps([found.address, found.times, found.last_at.isoformat()]), "utf-8")
    draft.chmod(0o600)
    draft.replace(path)
