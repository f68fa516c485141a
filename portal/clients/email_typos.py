"""Addresses that look mistyped: common slips in the names of common mail services, nothing more.

It is only a suggestion, and never for a domain that exists: ymail.com is not gmail.com mistyped, nor is
yahoo.ca yahoo.com.
"""

from difflib import get_close_matches
from functools import lru_cache

SERVICES = {
    "gmail": "com", "googlemail": "com", "yahoo": "com", "hotmail": "com", "outlook": "com", "icloud": "com",
    "protonmail": "com", "comcast": "net", "verizon": "net", "sbcglobal": "net", "bellsouth": "net",
    "earthlink": "net", "optonline": "net",
}  # fmt: skip
SHORT_SERVICES = {"aol": "com", "live": "com", "msn": "com", "att": "net", "cox": "net"}  # slips in the ending only
# endings that do not exist, so that any domain with one is mistyped
NO_ENDINGS = {
    "con": "com", "cmo": "com", "ocm": "com", "comm": "com", "coom": "com", "conm": "com", "vom": "com",
    "xom": "com", "cpm": "com", "clm": "com", "nte": "net", "ent": "net", "nett": "net", "ogr": "org", "rog": "org",
    "orgg": "org", "edi": "edu", "eud": "edu",
}  # fmt: skip
# those of countries, which a service of .com does not have
NOT_OF_A_SERVICE = {"co", "cm", "om"}
ALIKE = 0.8  # by difflib: two letters swapped in a name of five, or one left out


def suggestion(address: str) -> str | None:
    """What the address was probably meant to be, or None where nothing looks wrong."""
    mailbox, at, domain = address.rpartition("@")
    meant = _meant(domain.casefold()) if at and mailbox else None
    return f"{mailbox}@{meant}" if meant else None


@lru_cache(maxsize=1024)
def _meant(domain: str) -> str | None:
    name, _, ending = domain.rpartition(".")
    if not name:
        return None
    right_ending = NO_ENDINGS.get(ending, ending)
    known = (SERVICES | SHORT_SERVICES).get(name)
    if known and ending in NO_ENDINGS:  # no domain ends so: it is the service's own ending that was meant
        return f"{name}.{known}"
    service = _service(name, right_ending)
    meant = service or f"{name}.{right_ending}"
    return meant if meant != domain else None


def _service(name: str, ending: str) -> str | None:
    """The mail service that this name, with this ending, is likely to stand for."""
    known = (SERVICES | SHORT_SERVICES).get(name)
    if known:
        return f"{name}.{known}" if known == "com" and ending in NOT_OF_A_SERVICE else None
    close = get_close_matches(name, [other for other in SERVICES if _may_be(name, other)], n=1, cutoff=ALIKE)
    wanted = SERVICES[close[0]] if close else None
    fits = ending == wanted or (wanted == "com" and ending in NOT_OF_A_SERVICE)
    return f"{close[0]}.{wanted}" if fits else None


def _may_be(name: str, service: str) -> bool:
    """The first letter is rarely wrong, and the length never by more than one."""
    return name[0] == service[0] and abs(len(name) - len(service)) <= 1
