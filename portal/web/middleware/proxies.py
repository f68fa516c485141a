"""Forwarded headers count only from a proxy that the settings trust; the rightmost other hop is the visitor."""

from collections.abc import Callable, Iterable
from typing import Any

from portal import probe
from portal.config import Settings
from portal.forwarded import Counter, address_of, is_trusted

Application = Callable[..., Iterable[bytes]]


class TrustedProxies:
    def __init__(self, application: Application, settings: Settings) -> None:
        self.application, self.networks = application, settings.trusted_proxies
        self.unheeded = Counter(settings.data_dir)
        self.doctors_mark = probe.mark(settings)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        hops = [hop.strip() for hop in environ.pop("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        scheme = environ.pop("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip()
        peer = environ.get("REMOTE_ADDR", "")
        is_doctors = probe.is_doctors(environ, self.doctors_mark)
        if is_doctors:
            environ[probe.ARRIVAL] = probe.arrival(environ, hops.copy())
        if is_trusted(peer, self.networks):
            environ["REMOTE_ADDR"] = self._visitor(peer, hops)
            if scheme in ("http", "https"):
                environ["wsgi.url_scheme"] = scheme
        elif hops and not is_doctors:
            self.unheeded.count(peer)
        return self.application(environ, start_response)

    def _visitor(self, peer: str, hops: list[str]) -> str:
        """Where a hop cannot be read, the proxy that has named it so."""
        while hops and is_trusted(peer, self.networks) and (address := address_of(hops.pop())):
            peer = address
        return peer
