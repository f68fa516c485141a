"""The time zones to choose from: the usual ones of the United States by their names, then one for each place."""

from itertools import groupby

from portal import regions

USUAL = {
    "America/New_York": "Eastern Time (New York)",
    "America/Chicago": "Central Time (Chicago)",
    "America/Denver": "Mountain Time (Denver)",
    "America/Phoenix": "Mountain Time without daylight saving (Phoenix)",
    "America/Los_Angeles": "Pacific Time (Los Angeles)",
    "America/Anchorage": "Alaska Time (Anchorage)",
    "Pacific/Honolulu": "Hawaii Time (Honolulu)",
}
Choices = dict[str, list[tuple[str, str]]]


def choices(in_use: str | None = None) -> Choices:
    """For a select field, by part of the world; with the zone in use, should it be an old name."""
    if in_use is None or any(in_use == zone for zones in _CHOICES.values() for zone, _ in zones):
        return _CHOICES
    return _CHOICES | {"Other": [*_CHOICES["Other"], (in_use, in_use)]}


def with_other_names() -> dict[str, list[tuple[str, str, dict[str, str]]]]:
    """For a select field in which a browser finds its own zone, whatever that calls it."""
    others = regions.other_names()
    return {
        part: [(zone, name, {"data-also": " ".join(others[zone])} if zone in others else {}) for zone, name in zones]
        for part, zones in _CHOICES.items()
    }


def name_of(zone: str) -> str:
    """Eastern Time (New York); Berlin"""
    return USUAL.get(zone, _place(zone))


def _all() -> Choices:
    named = sorted(regions.PLACES.keys() - USUAL.keys())
    parts = {part: [(zone, _place(zone)) for zone in zones] for part, zones in groupby(named, key=_part)}
    return {"United States": list(USUAL.items()), **parts, "Other": [("UTC", "UTC")]}


def _part(zone: str) -> str:
    return zone.partition("/")[0]


def _place(zone: str) -> str:
    """America/Argentina/San_Juan → San Juan, Argentina; UTC, which lies in no part of the world, is UTC"""
    part, *places = zone.replace("_", " ").split("/")
    return ", ".join(reversed(places)) or part


_CHOICES = _all()
