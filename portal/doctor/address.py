"""Whether a portal runs here, and whether its public address leads to it."""

import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from portal import clock
from portal.config import Settings
from portal.config_values import netloc
from portal.doctor.finding import Case, Finding, off
from portal.sentences import PORTAL_STOPPED
from portal.web.middleware import refused_hosts

TIMEOUT = 5.0  # seconds, for each step
LONGEST = 20_000  # bytes of an answer that are read
LEAST_DAYS = 14
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def portal(case: Case) -> Finding:
    address = netloc(case.settings.bind)
    if case.answer is None:
        return off(f"not running: nothing answers at {address}")
    if case.answer["database"] != "ok":
        return Finding(f"it answers at {address} and cannot use its database", PORTAL_STOPPED)
    return Finding(f"it answers at {address}")


def public_address(case: Case) -> Finding:
    address = case.settings.public_url
    if not case.is_running:
        return off(f"{address}, not looked at while the portal is not running")
    try:
        answer, status, text = ask(connection_to(case.settings), urlsplit(address).netloc)
    except (OSError, http.client.HTTPException) as error:
        advice = "Check the name's DNS entry, the firewall, and the web server in front of the portal."
        return Finding(f"{address} does not answer from here: {why(error)}", advice)
    if status == 400 and str(refused_hosts.SENTENCE) in text:
        found = f"{address} leads here, but the web server in front does not pass the host on: every page is refused"
        return Finding(found, f"In nginx, add the line: {refused_hosts.NGINX_LINE} In Caddy, take out header_up Host.")
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
        return Finding(f"could not be seen: {why(error)}", "Start the web server in front of the portal.")
    days = int((ends - clock.now().timestamp()) // 86400)
    if days < LEAST_DAYS:
        return Finding(f"valid for {days} more days", "Renew it, and see why that was not done by itself.")
    return Finding(f"valid for {days} more days")


def answer_of_portal(settings: Settings) -> dict[str, Any] | None:
    """What /health says at the address that the portal listens on; None without an answer."""
    host, port = settings.bind
    connection = http.client.HTTPConnection(EVERYWHERE.get(host, host), port, timeout=TIMEOUT)
    try:
        return ask(connection, urlsplit(settings.public_url).netloc)[0]
    except (OSError, http.client.HTTPException):
        return None


def ask(
    connection: http.client.HTTPConnection, host: str, headers: Mapping[str, str] = {}
) -> tuple[dict[str, Any] | None, int, str]:
    """The answer of a portal's /health, or None where it is none; the status; and the text of the answer.

    Raises OSError, HTTPException.
    """
    usual = {"Host": host, "Accept-Language": "en", "Connection": "close"}
    try:
        connection.request("GET", "/health", headers=usual | dict(headers))
        response = connection.getresponse()
        text = response.read(LONGEST).decode(errors="replace")
    finally:
        connection.close()
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        answer = None
    is_ours = isinstance(answer, dict) and {"database", "worker"} <= set(answer)
    return (answer if is_ours else None), response.status, text


def connection_to(settings: Settings) -> http.client.HTTPConnection:
    host, port = _place(settings)
    if not settings.is_https:
        return http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    return http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())


def _place(settings: Settings) -> tuple[str, int]:
    parts = urlsplit(settings.public_url)
    return parts.hostname or "", parts.port or (443 if settings.is_https else 80)


def why(error: Exception) -> str:
    """In a few words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its certificate is not valid"
    if isinstance(error, socket.gaierror):
        return "the name is not known"
    return "no answer in time" if isinstance(error, TimeoutError) else getattr(error, "strerror", None) or str(error)
