"""The web server in front of the portal: what it lets through and passes on, tried through the public address."""

import http.client
from contextlib import suppress
from urllib.parse import urlsplit

from portal import forwarded, probe
from portal.config import Settings
from portal.doctor import address
from portal.doctor.finding import Case, Finding, off
from portal.probe import Arrival
from portal.web import uploads as bodies

MB = 1024 * 1024
LONGEST_LINE = 1000  # bytes
FORWARDED_LINE = "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;"


def proxy(case: Case) -> Finding:
    """Whether it names the visitors and is trusted; otherwise all share one address and its limits, or choose one."""
    found = forwarded.unheeded(case.settings)
    if found is not None:
        seen = f"{found.times} so far"
        return _untrusted(
            f"requests come over a web server at {found.address} that is not trusted ({seen})", found.address
        )
    arrival = _arrival(case) if case.is_running else None
    if arrival is not None:
        return _judge(arrival, case.settings)
    if case.settings.trusted_proxies:
        return _trusted(case.settings)
    return off("no web server in front has been seen")


def uploads(case: Case) -> Finding:
    """Whether as much may be sent as photos need."""
    if not case.is_running:
        return off("not looked at while the portal is not running")
    size = bodies.largest_of_all()
    try:
        status = _answer_to_body(case.settings, size)
    except (OSError, ValueError) as error:
        return off(f"not found out through {case.settings.public_url}: {address.why(error)}")
    if status == http.client.REQUEST_ENTITY_TOO_LARGE or status >= 500:  # the latter an older Caddy
        found = f"{size // MB} MB, as photos need, do not get through the web server in front: it says {status}"
        line = f"client_max_body_size {size // MB + 1}m;"
        caddy = f"request_body {{ max_size {size // MB + 1}MB }}"
        return Finding(found, f"In nginx, add the line: {line} In Caddy, where a request_body is set: {caddy}")
    return Finding(f"{size // MB} MB, as photos need, may be sent")


def _judge(arrival: Arrival, settings: Settings) -> Finding:
    peer, named = arrival["peer"], [hop for hop in arrival["hops"] if hop != probe.CLAIMED]
    is_trusted = forwarded.is_trusted(peer, settings.trusted_proxies)
    if not named:
        does = "lets visitors choose what address they have" if arrival["hops"] else "does not say who its visitors are"
        trust = "" if is_trusted else f" Then set PORTAL_TRUSTED_PROXIES={peer} and start the portal again."
        caddy = "In Caddy, take out header_up X-Forwarded-For."
        return Finding(f"the web server at {peer} {does}", f"In nginx, add the line: {FORWARDED_LINE} {caddy}{trust}")
    if not is_trusted:
        return _untrusted(f"requests come over a web server at {peer} that is not trusted", peer)
    return _trusted(settings)


def _untrusted(found: str, peer: str) -> Finding:
    return Finding(found, f"Set PORTAL_TRUSTED_PROXIES={peer} and start the portal again.")


def _trusted(settings: Settings) -> Finding:
    return Finding(f"trusted: {', '.join(str(network) for network in settings.trusted_proxies)}")


def _arrival(case: Case) -> Arrival | None:
    """How a request through the public address reaches the portal; None where it does not, or over no web server."""
    connection = address.connection_to(case.settings)
    headers = {probe.HEADER: probe.mark(case.settings), "X-Forwarded-For": probe.CLAIMED}
    try:
        connection.connect()
        own = connection.sock.getsockname()[:2]
        answer, _, _ = address.ask(connection, urlsplit(case.settings.public_url).netloc, headers)
    except (OSError, http.client.HTTPException):  # told by the check of the public address
        return None
    found: Arrival | None = (answer or {}).get("arrival")
    return None if found is None or probe.was_direct(found, own) else found


def _answer_to_body(settings: Settings, size: int) -> int:
    """The status that a body of so many bytes is answered with.

    nginx refuses it as soon as the size is announced, and then hangs up on the sender. Caddy counts while it
    passes a body on, so that one must be sent; the portal reads it and keeps nothing. Raises OSError, ValueError.
    """
    announced = _ask(settings, size, is_sent=False)
    is_refused = announced == http.client.REQUEST_ENTITY_TOO_LARGE
    return announced if is_refused else _ask(settings, size, is_sent=True)


def _ask(settings: Settings, size: int, is_sent: bool) -> int:
    """The first status, which may be 100 where the body is only announced (RFC 9110, 10.1.1)."""
    connection = address.connection_to(settings)
    headers = {"Host": urlsplit(settings.public_url).netloc, "Content-Length": str(size), "Connection": "close"}
    try:
        connection.putrequest("POST", "/health", skip_host=True, skip_accept_encoding=True)
        for name, value in (headers if is_sent else headers | {"Expect": "100-continue"}).items():
            connection.putheader(name, value)
        connection.endheaders()
        if is_sent:
            with suppress(ConnectionError):  # it has said why before it hung up
                connection.send(bytes(size))
        with connection.sock.makefile("rb") as answer:
            return int(answer.readline(LONGEST_LINE).split()[1])
    except IndexError as error:
        raise ValueError("it hung up") from error
    finally:
        connection.close()
