"""The practice's own particulars."""

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Event, Practice
from tests.support import cast
from tests.support.visitor import Visitor

MAPLE = {"name": cast.PRACTICE, "phone": cast.PHONE, "reply_to": "", "address": "", "time_zone": cast.TIME_ZONE}


def save(browser: Visitor, **changes: str) -> TestResponse:
    return browser.post("/staff/practice", MAPLE | changes)


def practice() -> dict[str, str]:
    db.session.rollback()
    row = Practice.one()
    return {name: getattr(row, name) or "" for name in MAPLE}


def changes() -> list[str]:
    db.session.rollback()
    return [event.fields["what"] for event in db.session.scalars(select(Event).where(Event.kind == "practice_changed"))]


NEW = {
    "name": "Oak Street Counseling",
    "phone": "(555) 010-0199",
    "reply_to": "desk@oak.example",
    "address": "12 Oak Street,\nSpringfield, IL 62701",
    "time_zone": "America/Chicago",
}


def test_a_change_of_everything_is_kept_told_in_one_event_and_read_by_clients(
    staff_browser: Visitor, visitor: Visitor
) -> None:
    response = save(staff_browser, **NEW)
    assert (response.status_code, response.location) == (303, "/staff/practice?saved=1")
    assert practice() == NEW
    assert changes() == [
        "name is now Oak Street Counseling; phone is now (555) 010-0199; reply-to is now desk@oak.example; "
        "time-zone is now America/Chicago; address is now 12 Oak Street, Springfield, IL 62701"
    ]
    page = visitor.get("/sign-in").text
    assert NEW["name"] in page and NEW["phone"] in page
    assert "12 Oak Street, Springfield, IL 62701" in page


def test_the_event_says_what_is_new_alone(staff_browser: Visitor) -> None:
    save(staff_browser, phone="(555) 010-0199")
    assert changes() == ["phone is now (555) 010-0199"]


def test_an_address_is_kept_without_empty_lines_and_spaces_around(staff_browser: Visitor) -> None:
    save(staff_browser, address="\r\n  12 Oak Street \r\n \r\n\u202eSpringfield\r\n")
    assert practice()["address"] == "12 Oak Street\nSpringfield"


def test_what_need_not_be_there_can_be_taken_away_again_and_is_told_once(staff_browser: Visitor) -> None:
    save(staff_browser, address=NEW["address"], reply_to=NEW["reply_to"])
    for _ in range(2):
        save(staff_browser)
    assert (practice()["address"], practice()["reply_to"]) == ("", "")
    assert changes()[1:] == ["reply-to is now empty; address is now empty"]


BAD = [
    ("time_zone", "../etc/passwd"),
    ("phone", "call me"),
    ("name", "   "),
    ("name", "Maple\nBcc: x@y.example"),
    ("name", "Maple\u2028Street"),
    ("address", "12 Oak Street\u2028Springfield"),
    ("reply_to", "a@b.example, c@d.example"),
    ("reply_to", "a@b.example\r\nBcc: c@d.example"),
]


@pytest.mark.parametrize(("field", "value"), BAD)
def test_what_does_not_make_sense_is_refused_on_the_form(field: str, value: str, staff_browser: Visitor) -> None:
    assert save(staff_browser, **{field: value}).status_code == 422
    assert practice() == MAPLE and changes() == []
