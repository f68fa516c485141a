"""Phone numbers, typed as people do and kept as they are dialled where the practice is."""

import pytest

from portal.phone_numbers import as_typed, link, region_of, tidy
from portal.web.forms.time_zones import USUAL

NATIONAL = "(212) 555-0110"


@pytest.mark.parametrize("typed", [
    "2125550110", "212 555 0110", "(212) 555-0110", "212.555.0110", "1-212-555-0110", "+1 212 555 0110",
    "٢١٢٥٥٥٠١١٠", "２１２－５５５－０１１０", "\u202a+1 212 555 0110\u202c", "\u200e(212)\u00a0555\u20110110",
    "212−555–0110",
])  # fmt: skip
def test_a_number_is_kept_as_it_is_dialled_here(typed: str) -> None:
    assert tidy(typed, "US") == NATIONAL


@pytest.mark.parametrize(
    "typed",
    ["212 555 0110 x45", "(212) 555-0110 Ext. 45", "2125550110 ext 45", "212-555-0110 #45", "+1 212 555 0110;ext=45",
     "212\u2011555\u20110110\u00a0EXT.\u00a0４５", f"{NATIONAL} extensión 45"],
    ids=ascii,
)  # fmt: skip
def test_an_extension_is_kept(typed: str) -> None:
    assert tidy(typed, "US") == f"{NATIONAL} ext. 45"


@pytest.mark.parametrize(
    ("number", "region", "dials"),
    [
        ("(555) 010-0100 ext. 12", "US", "tel:+15550100100"),
        ("(212) 555-0142", "US", "tel:+12125550142"),
        ("(212) 555-0142 ext. 7", "US", "tel:+12125550142"),
        ("030 901820", "DE", "tel:+4930901820"),
        ("+49 30 901820", "US", "tel:+4930901820"),
        ("020 7946 0018 x3", "GB", "tel:+442079460018"),
        ("1-800-555-0199", "US", "tel:+18005550199"),
        ("911", "US", "tel:911"),
        ("555-0142", "US", "tel:5550142"),  # without an area code there is no global number
        ("0800 123 4567 x12", "US", "tel:08001234567"),
        ("(555) 010-0100", "AD", "tel:5550100100"),
    ],
)
def test_a_number_is_dialled_as_it_can_be_from_anywhere(number: str, region: str, dials: str) -> None:
    assert link(number, region) == dials


@pytest.mark.parametrize("typed", ["911", "116 117", "0800 123 4567", "*67 555 0142", "12345", "555-0142 x12"])
def test_a_number_that_is_dialled_as_it_stands_is_one(typed: str) -> None:
    assert as_typed(typed) == typed


@pytest.mark.parametrize("typed", ["", "12", "call me", "1" * 16, "²²²", "911 or 912", "x12", "٣" * 16, "555 0142 / x"])
def test_what_nobody_can_dial_is_none(typed: str) -> None:
    assert as_typed(typed) is None


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


@pytest.mark.parametrize("typed", [
    "", "12", "12345", "call me", "+1", "+999 12345678", "1" * 40, "212 555 0110 / 212 555 0111", "911911", "👩🏽‍⚕️",
    "²125550110", "212555011①", "<script>alert(1)</script>", "' OR 1=1 --", "0049 30 901820",
])  # fmt: skip
def test_what_cannot_be_a_number_is_none(typed: str) -> None:
    assert tidy(typed, "US") is None


def test_what_was_made_tidy_stays_as_it_is() -> None:
    for typed, region in (("2125550110", "US"), ("+4930901820", "US"), ("2125550110x45", "US"), ("030901820", "DE")):
        kept = tidy(typed, region)
        assert kept is not None and tidy(kept, region) == kept


@pytest.mark.parametrize(("zone", "region"), [("Europe/Berlin", "DE"), ("Antarctica/Troll", "US"), ("UTC", "US")])
def test_the_time_zone_of_the_practice_says_where_it_dials_from(zone: str, region: str) -> None:
    assert region_of(zone) == region


def test_the_usual_zones_are_all_of_the_united_states() -> None:
    assert {region_of(zone) for zone in USUAL} == {"US"}
