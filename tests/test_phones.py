"""Phone numbers, typed as people do and kept as they are dialled where the practice is."""

import pytest

from portal.phones import region_of, tidy
from portal.web.time_zones import USUAL

NATIONAL = "(212) 555-0110"


@pytest.mark.parametrize("typed", [
    "2125550110", "212 555 0110", "(212) 555-0110", "212.555.0110", "1-212-555-0110", "+1 212 555 0110",
    " 212 555 0110 ", "٢١٢٥٥٥٠١١٠", "２１２５５５０１１０",
])  # fmt: skip
def test_a_number_is_kept_as_it_is_dialled_here(typed: str) -> None:
    assert tidy(typed, "US") == NATIONAL


def test_an_extension_is_kept() -> None:
    assert tidy("212 555 0110 x45", "US") == f"{NATIONAL} ext. 45"


# fails where the number's own country decides about its look
@pytest.mark.parametrize(
    ("typed", "region", "kept"),
    [
        ("+49 30 901820", "US", "+49 30 901820"),
        ("030 901820", "DE", "030 901820"),
        ("+1 212 555 0110", "DE", "+1 212-555-0110"),
        ("+1 416 555 0123", "US", "(416) 555-0123"),  # Canada shares the country code
    ],
)
def test_a_number_from_abroad_has_its_country_before_it(typed: str, region: str, kept: str) -> None:
    assert tidy(typed, region) == kept


# fails without is_possible_number
@pytest.mark.parametrize("typed", [
    "", "12", "12345", "call me", "+1", "+999 12345678", "1" * 40, "212 555 0110 / 212 555 0111", "911911", "👩🏽‍⚕️",
    "<script>alert(1)</script>", "' OR 1=1 --", "0049 30 901820",
])  # fmt: skip
def test_what_cannot_be_a_number_is_none(typed: str) -> None:
    assert tidy(typed, "US") is None


def test_what_was_made_tidy_stays_as_it_is() -> None:
    for typed, region in (("2125550110", "US"), ("+4930901820", "US"), ("2125550110x45", "US"), ("030901820", "DE")):
        kept = tidy(typed, region)
        assert kept is not None and tidy(kept, region) == kept


@pytest.mark.parametrize(("zone", "region"), [
    ("America/New_York", "US"), ("America/Toronto", "CA"), ("Europe/Berlin", "DE"), ("Asia/Kolkata", "IN"),
    ("UTC", "US"), ("Etc/UTC", "US"), ("US/Eastern", "US"), ("Antarctica/Troll", "US"), ("nowhere", "US"),
])  # fmt: skip
def test_the_time_zone_of_the_practice_says_in_which_country_it_is(zone: str, region: str) -> None:
    assert region_of(zone) == region


def test_the_usual_zones_are_all_of_the_united_states() -> None:
    assert {region_of(zone) for zone in USUAL} == {"US"}
