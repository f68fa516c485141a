"""How a request of the doctor arrives through the public address, which shows what a web server in front does."""

import hmac
from typing import Any, TypedDict

from portal import data_folder
from portal.config import Settings
from portal.forwarded import address_of

HEADER, VARIABLE = "X-Portal-Doctor", "HTTP_X_PORTAL_DOCTOR"
ARRIVAL = "portal.arrival"  # in the environment of the request
CLAIMED = "203.0.113.77"  # for whom the doctor says to ask: nobody (RFC 5737)


class Arrival(TypedDict):
    peer: str  # who has connected to the portal
    port: int  # from there
    hops: list[str]  # of X-Forwarded-For, as they came


def mark(settings: Settings) -> str:
    """The mark by which a portal knows its doctor: others with it learn only how their own requests arrive.

    Raises SettingError.
    """
    return data_folder.key_for(settings, "doctor-v1").hex()


def is_doctors(environ: dict[str, Any], wanted: str) -> bool:
    return hmac.compare_digest(environ.get(VARIABLE, "").encode(), wanted.encode())


def arrival(environ: dict[str, Any], hops: list[str]) -> Arrival:
    return {"peer": environ.get("REMOTE_ADDR", ""), "port": int(environ.get("REMOTE_PORT") or 0), "hops": hops}


def was_direct(found: Arrival, own: tuple[str, int]) -> bool:
    """Whether it is the doctor's own socket that has connected to the portal, and no web server's."""
    return (address_of(found["peer"]), found["port"]) == (address_of(own[0]), own[1])
