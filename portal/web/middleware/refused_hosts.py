"""Logging requests for another host, which are refused: mostly the web server in front lacks a line."""

import logging
import threading

from portal import config
from portal.i18n import lazy

MOST = 20  # hosts of one process: a scanner that tries every address must not fill the log
LONGEST = 100  # characters
SENTENCE = lazy("This address is not one of this portal.")
NGINX_LINE = "proxy_set_header Host $http_host;"

log = logging.getLogger(__name__)


class RefusedHosts:
    """Each is told once, by each process."""

    def __init__(self) -> None:
        self._told: set[str] = set()
        self._lock = threading.Lock()

    def tell(self, host: str) -> None:
        host = host[:LONGEST]
        with self._lock:
            if host in self._told or len(self._told) >= MOST:
                return
            self._told.add(host)
        log.warning(
            "a request for the host %r was refused, since the public address is %s: if it came over a web server "
            "in front, that must pass the host on (in nginx: %s), or PORTAL_PUBLIC_URL must be what visitors open",
            host, config.current().public_url, NGINX_LINE,
        )  # fmt: skip
