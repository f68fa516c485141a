"""Forwarded headers count only from a proxy that the settings trust; the rightmost other hop is the visitor."""

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any

from portal.config_values import Network

Application = Callable[..., Iterable[bytes]]


class TrustedProxies:
    def __init__(self, application: Application, networks: tuple[Network, ...]) -> None:
        self.application, self.networks = application, networks

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        hops = [hop.strip() for hop in environ.pop("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        scheme = environ.pop("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip()
        if self.trusts(environ.get("REMOTE_ADDR", "")):
            while hops and self.trusts(environ["REMOTE_ADDR"]):
                environ["REMOTE_ADDR"] = hops.pop()
            if scheme in ("http", "https"):
                environ["wsgi.url_scheme"] = scheme
        return self.application(environ, start_response)

    def trusts(self, address: str) -> bool:
        try:
            peer = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(peer, ipaddress.IPv6Address) and peer.ipv4_mapped:  # a listener for both families shows IPv4 so
            peer = peer.ipv4_mapped
        return any(peer in network for network in self.networks)
