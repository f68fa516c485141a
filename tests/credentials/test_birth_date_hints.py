"""How a wrong date of birth differs: said in one of four ways, and never what was typed."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal.clients import records
from portal.clients.records import Details
from portal.credentials.birth_date_hints import Hint, compare
from portal.extensions import db
from portal.models import Client, Event, Link
from tests.support import calls, cast, factories
from tests.support.links import fresh

DATES = st.dates(date(1900, 1, 1), date(2026, 11, 25))


@pytest.mark.parametrize(("on_file", "answer", "hint"), [
    ("1995-07-02", "1995-02-07", Hint.SWAPPED),
    ("1995-11-12", "1995-12-11", Hint.SWAPPED),
    ("1995-07-02", "1995-07-03", Hint.DIGIT),
    ("1995-07-02", "1985-07-02", Hint.DIGIT),
    ("1995-07-02", "1995-08-02", Hint.DIGIT),
    ("1995-07-02", "2013-07-02", Hint.YEAR),
    ("1995-07-02", "1958-07-02", Hint.YEAR),
    ("1995-07-02", "1974-11-23", Hint.NOTHING),
    ("1995-07-02", "1996-02-07", Hint.NOTHING),
])  # fmt: skip
def test_a_date_differs_in_the_first_way_that_fits(on_file: str, answer: str, hint: Hint) -> None:
    assert compare(date.fromisoformat(on_file), date.fromisoformat(answer)) is hint


@given(DATES, DATES)
def test_two_different_dates_differ_in_the_same_way_whichever_is_on_file(one: date, other: date) -> None:
    if one != other:
        assert compare(one, other) is compare(other, one)


def invited(app: Flask) -> tuple[Client, Link]:
    theo = factories.make_client(cast.THEO)
    return theo, factories.invite(theo)


def test_the_last_answer_counts_and_a_right_one_takes_the_hint_away(app: Flask) -> None:
    theo, link = invited(app)
    assert theo.birth_date
    calls.answer(link, calls.SWAPPED)
    assert fresh(link).birth_date_hint == Hint.SWAPPED
    calls.answer(link, date(1974, 11, 23))
    assert (fresh(link).birth_date_hint, link.wrong_birth_dates) == (Hint.NOTHING, 2)
    calls.answer(link, theo.birth_date)
    assert (fresh(link).birth_date_hint, link.wrong_birth_dates) == (None, 2)


def test_correcting_the_date_on_file_takes_the_hint_away_with_the_count(app: Flask) -> None:
    theo, link = invited(app)
    calls.answer(link, calls.SWAPPED, times=5)
    records.change(theo, Details("Theo", "Nakamura", None, calls.SWAPPED, None, None), factories.dana())
    assert (fresh(link).birth_date_hint, link.wrong_birth_dates, link.is_locked) == (None, 0, False)


def test_what_was_typed_is_kept_nowhere(app: Flask) -> None:
    _, link = invited(app)
    calls.answer(link, date(1974, 11, 23))
    kept = [str(value) for row in db.session.query(Event) for value in (row.fields, row.sentence)]
    kept += [str(vars(fresh(link)))]
    assert not [text for text in kept if "1974" in text or "11-23" in text]
