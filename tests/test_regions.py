"""Where a practice is, by its time zone, and what is usual there."""

import pytest

from portal import regions
from portal.phone_numbers import region_of
from portal.regions import Order
from portal.web.forms import time_zones
from portal.web.forms.birth_date import DAY_FIRST, MONTH_FIRST, YEAR_FIRST

ZONES = [zone for part in time_zones.choices().values() for zone, _ in part]


@pytest.mark.parametrize(("zone", "region"), [
    ("America/New_York", "US"), ("US/Eastern", "US"), ("Europe/London", "GB"), ("GB", "GB"), ("Asia/Calcutta", "IN"),
    ("Asia/Kolkata", "IN"), ("America/Coyhaique", "CL"), ("Antarctica/Troll", "AQ"), ("UTC", "US"), ("Etc/UTC", "US"),
    ("Etc/GMT+5", "US"), ("Zulu", "US"), ("EST5EDT", "US"), ("nowhere", "US"),
])  # fmt: skip
def test_a_zone_lies_in_a_region_and_without_one_in_the_united_states(zone: str, region: str) -> None:
    assert regions.of_zone(zone) == region


@pytest.mark.parametrize(("zone", "english", "spanish"), [
    ("America/New_York", "en_US", "es_US"), ("Europe/London", "en_GB", "es"), ("Asia/Tokyo", "en_001", "es"),
    ("America/Mexico_City", "en_001", "es_MX"), ("UTC", "en_US", "es_US"), ("Europe/Madrid", "en_ES", "es_ES"),
])  # fmt: skip
def test_what_cldr_has_not_of_a_region_is_written_as_the_world_does(zone: str, english: str, spanish: str) -> None:
    assert (regions.locale("en", zone), regions.locale("es", zone)) == (english, spanish)


# en_IN before hi_IN; ja_JP, since CLDR has neither English nor Spanish of Japan
@pytest.mark.parametrize(("zone", "order"), [
    ("America/New_York", MONTH_FIRST), ("UTC", MONTH_FIRST), ("America/Puerto_Rico", MONTH_FIRST),
    ("Asia/Manila", MONTH_FIRST), ("Europe/London", DAY_FIRST), ("America/Mexico_City", DAY_FIRST),
    ("Africa/Accra", DAY_FIRST), ("Asia/Riyadh", DAY_FIRST), ("Asia/Tokyo", YEAR_FIRST),
    ("America/Toronto", YEAR_FIRST),
    ("Europe/Stockholm", YEAR_FIRST), ("Asia/Tehran", YEAR_FIRST),
    ("Antarctica/Troll", DAY_FIRST),
])  # fmt: skip
def test_the_order_of_a_date_is_that_of_the_region(zone: str, order: Order) -> None:
    assert regions.date_order(zone) == order


def test_every_zone_that_is_offered_has_a_name_a_region_and_an_order() -> None:
    for zone in ZONES:
        assert time_zones.name_of(zone) and regions.date_order(zone) in (MONTH_FIRST, DAY_FIRST, YEAR_FIRST)
        assert len(regions.of_zone(zone)) == 2 and len(region_of(zone)) == 2
