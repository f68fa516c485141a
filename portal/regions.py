"""The region of a practice, the territory of its time zone, and what is usual there, all as CLDR has it.

What CLDR does not place is taken from the list of the IANA time zone database, and what lies nowhere, like UTC, is
taken to lie in the United States.
"""

from functools import lru_cache
from importlib.resources import files

from babel import Locale, localedata
from babel.core import get_global
from babel.dates import get_date_format

from portal.i18n import LANGUAGES

ELSEWHERE = "US"
_NOWHERE = ("001", "ZZ")  # the world, and unknown (UN M.49, CLDR)
_WITHOUT_REGION = {"en": "en_001"}  # English as the world writes it; each other language has a form of its own
Order = tuple[str, str, str]


def _places() -> dict[str, str]:
    """The country of each zone, without the aliases of old names (zone.tab of the IANA time zone database)."""
    lines = (files("tzdata.zoneinfo") / "zone.tab").read_text().splitlines()
    return {zone: country for country, _, zone, *_ in (line.split("\t") for line in lines if line[0] != "#")}


PLACES = _places()


@lru_cache
def of_zone(time_zone: str) -> str:
    """America/New_York → US, and so for its old name US/Eastern."""
    zone = get_global("zone_aliases").get(time_zone, time_zone)
    found = get_global("zone_territories").get(zone, _NOWHERE[0])
    return PLACES.get(zone, ELSEWHERE) if found in _NOWHERE else str(found)


@lru_cache
def locale(language: str, time_zone: str) -> str:
    """In which times and dates are written: en_GB for English in London, es for Spanish there, which CLDR has not."""
    name = f"{language}_{of_zone(time_zone)}"
    return name if localedata.exists(name) else _WITHOUT_REGION.get(language, language)


@lru_cache
def date_order(time_zone: str) -> Order:
    """In which "month", "day" and "year" are written in numbers where this zone is, in any language."""
    pattern = get_date_format("short", locale=Locale.parse(_usual_locale(of_zone(time_zone)))).pattern
    letters = {"month": "M", "day": "d", "year": "y"}
    first, second, third = sorted(letters, key=lambda name: pattern.index(letters[name]))
    return first, second, third


def _usual_locale(region: str) -> str:
    """In one of our languages, else in the one that most people speak there: ja_Jpan_JP."""
    likely = get_global("likely_subtags").get(f"und_{region}", "")
    language, _, _ = likely.partition("_")
    names = (*(f"{own}_{region}" for own in LANGUAGES), likely, f"{language}_{region}")
    return next((name for name in names if localedata.exists(name)), "en_001")


def _metazones() -> dict[str, str]:
    """The metazone of each zone by its present name; CLDR keeps some under the name that a zone had first."""
    aliases = get_global("zone_aliases")
    return {aliases.get(zone, zone): str(metazone) for zone, metazone in get_global("meta_zones").items()}


METAZONES = _metazones()


def other_names() -> dict[str, list[str]]:
    """By the present name of a zone those that it had or has besides, which some browsers still give it."""
    found: dict[str, list[str]] = {}
    for name, zone in get_global("zone_aliases").items():
        if name not in PLACES:
            found.setdefault(zone, []).append(name)
    return found


def metazone(time_zone: str) -> str:
    """America/Indiana/Indianapolis → America_Eastern; empty where CLDR has none."""
    return METAZONES.get(get_global("zone_aliases").get(time_zone, time_zone), "")
