"""Whether a portal runs here, and whether its public address leads to it."""

import http.client
import json
import socket
import ssl
from urllib.parse import urlsplit

from portal import clock, forwarded
from portal.config import Settings
from portal.config_values import netloc
from portal.doctor.finding import Case, Finding, off

TIMEOUT = 5.0  # seconds, for each step
LEAST_DAYS = 14
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
RESTART = "Start the portal again; if it stays so, its log says why."


def portal(case: Case) -> Finding:
    address = netloc(case.settings.bind)
    if case.answer is None:
        return off(f"not running: nothing answers at {address}")
    if case.answer["database"] != "ok":
        return Finding(f"it answers at {address} and cannot use its database", RESTART)
    return Finding(f"it answers at {address}")


def public_address(case: Case) -> Finding:
    address = case.settings.public_url
    if not case.is_running:
        return off(f"{address}, not looked at while the portal is not running")
    try:
        answer, status = _ask(_connection(case.settings), urlsplit(address).netloc)
    except (OSError, http.client.HTTPException) as error:
        advice = "Check the name's DNS entry, the firewall, and the web server in front of the portal."
        return Finding(f"{address} does not answer from here: {_why(error)}", advice)
    if answer is None:
        bind = netloc(case.settings.bind)
        advice = f"Let the web server in front pass requests, with their Host header, on to {bind}."
        return Finding(f"{address} answers with {status}, and not from this portal", advice)
    return Finding(f"{address} leads here")


def certificate(case: Case) -> Finding:
    if not case.settings.is_https:
        return off("the public address has none: it is http")
    host, port = _place(case.settings)
    try:
        with (
            socket.create_connection((host, port), TIMEOUT) as raw,
            ssl.create_default_context().wrap_socket(raw, server_hostname=host) as encrypted,
        ):
            ends = ssl.cert_time_to_seconds(str((encrypted.getpeercert() or {})["notAfter"]))
    except ssl.SSLCertVerificationError as error:
        return Finding(f"not valid: {error.verify_message}", f"Get one for {host}, with all that lead to its issuer.")
    except OSError as error:
        return Finding(f"could not be seen: {_why(error)}", "Start the web server in front of the portal.")
    days = int((ends - clock.now().timestamp()) // 86400)
    if days < LEAST_DAYS:
        return Finding(f"valid for {days} more days", "Renew it, and see why that was not done by itself.")
    return Finding(f"valid for {days} more days")


def proxy(case: Case) -> Finding:
    """Whether the web server in front is trusted; otherwise all visitors share one address and its limits."""
    found = forwarded.unheeded(case.settings)
    if found is not None:
        advice = f"Set PORTAL_TRUSTED_PROXIES={found.address} and start the portal again."
        seen = f"{found.times} so far"
        return Finding(f"requests come over a web server at {found.address} that is not trusted ({seen})", advice)
    if case.settings.trusted_proxies:
        return Finding(f"trusted: {', '.join(str(network) for network in case.settings.trusted_proxies)}")
    return off("no web server in front has been seen")


def answer_of_portal(settings: Settings) -> dict[str, str] | None:
    """What /health says at the address that the portal listens on; None where none answers."""
    host, port = settings.bind
    connection = http.client.HTTPConnection(EVERYWHERE.get(host, host), port, timeout=TIMEOUT)
    try:
        return _ask(connection, urlsplit(settings.public_url).netloc)[0]
    except (OSError, http.client.HTTPException):
        return None


def _ask(connection: http.client.HTTPConnection, host: str) -> tuple[dict[str, str] | None, int]:
    """The answer of a portal's /health, or None where it is none; and the status."""
    try:
        connection.request("GET", "/health", headers={"Host": host, "Connection": "close"})
        response = connection.getresponse()
        text = response.read(1000)
    finally:
        connection.close()
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None, response.status
    is_ours = isinstance(answer, dict) and {"database", "worker"} <= set(answer)
    return (answer if is_ours else None), response.status


def _connection(settings: Settings) -> http.client.HTTPConnection:
    host, port = _place(settings)
    if not settings.is_https:
        return http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    return http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())


def _place(settings: Settings) -> tuple[str, int]:
    parts = urlsplit(settings.public_url)
    return parts.hostname or "", parts.port or (443 if settings.is_https else 80)


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its certificate is not valid"
    if isinstance(error, socket.gaierror):
        return "the name is not known"
    return "no answer in time" if isinstance(error, TimeoutError) else getattr(error, "strerror", None) or str(error)
