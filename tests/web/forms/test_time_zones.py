"""Time zones as people know them, and none that a practice already has is lost."""

from zoneinfo import ZoneInfo

from portal.web.forms import time_zones


def test_the_usual_zones_come_first_by_their_names() -> None:
    first, *_ = time_zones.choices().items()
    assert first[0] == "United States"
    assert first[1][0] == ("America/New_York", "Eastern Time (New York)")


def test_every_choice_is_a_zone_that_times_can_be_shown_in() -> None:
    zones = [zone for part in time_zones.choices().values() for zone, _ in part]
    assert len(zones) == len(set(zones)) > 400
    assert all(ZoneInfo(zone) for zone in zones)


def test_a_place_is_named_without_its_continent() -> None:
    assert time_zones.name_of("Europe/Berlin") == "Berlin"
    assert time_zones.name_of("America/Argentina/San_Juan") == "San Juan, Argentina"


def test_an_old_name_in_use_stays_a_choice() -> None:
    assert ("US/Eastern", "US/Eastern") in time_zones.choices("US/Eastern")["Other"]


def test_a_listed_zone_in_use_is_not_listed_twice() -> None:
    assert time_zones.choices("Europe/Berlin") is time_zones.choices()
