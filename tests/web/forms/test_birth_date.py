"""Three forgiving fields: whatever names the date is the date, whatever names none costs no try."""

from datetime import date

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal import regions
from portal.models import Link
from portal.web.forms.birth_date import DAY_FIRST, MONTH_FIRST, YEAR_FIRST, month_names, parse
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.dates import LEAP_DAY, MAY_DAY, NOT_WHOLE, PI_DAY, WHOLE
from tests.support.links import confirm, fresh, kinds_since, open_link
from tests.support.page import tree, words
from tests.support.visitor import Visitor

WAYS = [
    *(((text, "", ""), meant) for text, meant in WHOLE.items()),
    (("2", "29", "2000"), LEAP_DAY), (("02", "29", "2000"), LEAP_DAY),
    (("\u0662", "\u0662\u0669", "\u0662\u0660\u0660\u0660"), LEAP_DAY),  # Arabic-Indic digits
    (("March", "14", "1988"), PI_DAY), (("Mar.", "14", "1988"), PI_DAY), (("\u200emar", "１４", "’88"), PI_DAY),
    (("mayo", "1.º", "1988"), MAY_DAY), (("Sept", "1", "1990"), date(1990, 9, 1)), (("March", "14th", "88"), PI_DAY),
    (("Ene.", "5", "1966"), date(1966, 1, 5)), (("agosto", "1", "1990"), date(1990, 8, 1)),
    (("7", "1", "26"), date(2026, 7, 1)), (("7", "1", "27"), date(1927, 7, 1)),
]  # fmt: skip
NOT_DATES = [
    ("2", "29", "2001"), ("13", "1", "1990"), ("ma", "1", "1990"), ("June July", "1", "1990"), ("3", "14", ""),
    ("", "14", "1988"), ("", "", "1988-03-14"),
    ("\u00b2", "1", "1990"),  # superscript two: a digit to some, no number
    ("3", "①", "1988"), ("3", "14", "198⁸"), ("-3", "14", "1988"), ("3", "14", "99999999999999999999"),
    ("3 14", "1988", ""), ("3", "14", "988"), ("3", "14", "1"), ("\U0001f382", "14", "1988"),
]  # fmt: skip


def test_a_date_is_understood_however_it_is_written(clock: Clock) -> None:
    for texts, meant in WAYS:
        assert parse(*texts) == meant


def test_what_names_no_date_is_none() -> None:
    for texts in [*NOT_DATES, *((text, "", "") for text in NOT_WHOLE)]:
        assert parse(*texts) is None


# the script takes the first month that it finds: a language in which this fails needs more of it
def test_no_three_letters_begin_two_months() -> None:
    months = [{name[:3] for name in names.split()} for names in month_names().split(",")]
    assert len(months) == 12 and sum(map(len, months)) == len(set.union(*months))


@pytest.fixture
def link(app: Flask, clock: Clock, visitor: Visitor) -> Link:
    """Nora's, who was born on a leap day; opened in this browser."""
    assert cast.NORA.birth_date == LEAP_DAY
    link = factories.invite(factories.nora())
    open_link(visitor, link)
    return link


def post(visitor: Visitor, link: Link, *texts: str) -> TestResponse:
    month, day, year = (*texts, "", "")[:3]
    fields = {"month": month, "day": day, "year": year, "link": link.selector}
    return visitor.post("/register/birth-date", fields)


def test_what_only_looks_like_digits_is_answered_on_the_page(visitor: Visitor, link: Link) -> None:
    for typed in ("² 3 1988", "①/14/1988", "٣²/1/1988", "Ⅻ/①/1988"):
        page = post(visitor, link, typed)
        assert page.status_code == 422 and "This is not a date." in page.text


# cases 42 and 58
def test_a_form_error_costs_no_try_and_what_was_typed_is_not_sent_back(visitor: Visitor, link: Link) -> None:
    for texts in (("2", "29", "1977"), ("", "", ""), ("3", "14", "1899"), ("11", "24", "2026"), ("x" * 41, "", "")):
        page = post(visitor, link, *texts)
        assert (page.status_code, fresh(link).wrong_birth_dates) == (422, 0)
        assert "1977" not in page.text
    assert "birth_date_wrong" not in kinds_since()


def test_the_first_and_the_last_possible_date_are_compared(visitor: Visitor, link: Link) -> None:
    post(visitor, link, "11", "23", "2026")
    post(visitor, link, "1", "1", "1900")
    assert fresh(link).wrong_birth_dates == 2


@pytest.mark.parametrize("texts", [(" 2 ", "\u00a029", "2000\u2003"), ("2000-2-29",)])
def test_spaces_do_not_matter_nor_where_a_whole_date_was_pasted(
    visitor: Visitor, link: Link, texts: tuple[str, ...]
) -> None:
    assert post(visitor, link, *texts).location == "/register"


def test_a_wrong_answer_says_how_many_tries_are_left_and_a_right_one_takes_back_its_own_only(
    visitor: Visitor, link: Link
) -> None:
    pages = [post(visitor, link, "2", "28", "1977").text for _ in range(4)]
    assert ["You have 4 more tries." in pages[0], "You have 1 more try." in pages[3]] == [True, True]
    assert not any("1977" in page for page in pages)
    confirm(visitor, link)
    assert fresh(link).wrong_birth_dates == 4


APRIL, MARCH = date(1988, 4, 3), date(1988, 3, 4)
IN_REGIONS = [
    (MONTH_FIRST, "3/4/1988", MARCH), (DAY_FIRST, "3/4/1988", APRIL), (YEAR_FIRST, "3/4/1988", MARCH),
    (MONTH_FIRST, "3.4.88", MARCH), (DAY_FIRST, "3.4.88", APRIL), (YEAR_FIRST, "88.3.4", MARCH),
    (MONTH_FIRST, "03041988", MARCH), (DAY_FIRST, "03041988", APRIL), (YEAR_FIRST, "19880304", MARCH),
    *((order, "1988 03 04", MARCH) for order in (MONTH_FIRST, DAY_FIRST, YEAR_FIRST)),
    *((order, text, PI_DAY) for order in (MONTH_FIRST, DAY_FIRST, YEAR_FIRST)
      for text in ("1988-03-14", "14/3/1988", "3/14/1988", "14.03.1988", "14 March 1988", "March 14, 1988",
                   "14 de marzo de 1988")),
]  # fmt: skip


def test_a_whole_date_is_read_in_the_order_of_the_region(clock: Clock) -> None:
    for order, text, meant in IN_REGIONS:
        texts = {"month": "", "day": "", "year": ""} | {order[0]: text}
        assert parse(**texts, order=order) == meant


def test_a_whole_date_anywhere_but_in_the_first_field_is_none() -> None:
    for order in (MONTH_FIRST, DAY_FIRST, YEAR_FIRST):
        for name in order[1:]:
            assert parse(**({"month": "", "day": "", "year": ""} | {name: "1988-03-14"}), order=order) is None


@pytest.mark.parametrize(("zone", "language", "example"), [
    ("UTC", "en", "3, 14, 1988"), ("Europe/London", "es", "14, 3, 1988"), ("Asia/Tokyo", "en", "1988, 3, 14"),
])  # fmt: skip
def test_the_fields_stand_in_the_order_of_the_region(
    visitor: Visitor, link: Link, zone: str, language: str, example: str
) -> None:
    factories.move_practice(zone)
    order = regions.date_order(zone)
    visitor.set_cookie("language", language)
    page = visitor.get("/register")
    named = [field.get("name") for field in tree(page.text).iter("input") if field.get("name") in order]
    assert named == list(order) and f": {example}." in words(tree(page.text))
    refused = post(visitor, link, "13", "40", "1990")
    assert refused.status_code == 422 and f" {example}." in words(tree(refused.text))


def test_a_date_pasted_whole_in_britain_opens_the_link(visitor: Visitor) -> None:
    factories.move_practice("Europe/London")
    link = factories.invite(factories.make_client(cast.THEO))  # born on 2 July
    open_link(visitor, link)
    assert post(visitor, link, "", "2/7/1995").status_code == 303
