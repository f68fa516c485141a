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


@pytest.mark.parametrize("field", NEW)
def test_a_changed_field_is_kept(field: str, staff_browser: Visitor) -> None:
    response = save(staff_browser, **{field: NEW[field]})
    assert (response.status_code, response.location) == (303, "/staff/practice?saved=1")
    assert practice() == MAPLE | {field: NEW[field]}


def test_a_change_of_everything_leaves_one_event(staff_browser: Visitor) -> None:
    save(staff_browser, **NEW)
    assert len(changes()) == 1


def test_the_event_says_what_is_new(staff_browser: Visitor) -> None:
    save(staff_browser, phone="(555) 010-0199")
    assert changes() == ["phone is now (555) 010-0199"]


def test_the_event_tells_an_address_in_one_line(staff_browser: Visitor) -> None:
    save(staff_browser, address=NEW["address"])
    assert changes() == ["address is now 12 Oak Street, Springfield, IL 62701"]


def test_an_address_is_kept_without_empty_lines_and_spaces_around(staff_browser: Visitor) -> None:
    save(staff_browser, address="\r\n  12 Oak Street \r\n \r\n\u202eSpringfield\r\n")
    assert practice()["address"] == "12 Oak Street\nSpringfield"


def test_an_address_can_be_taken_away_again(staff_browser: Visitor) -> None:
    save(staff_browser, address=NEW["address"])
    save(staff_browser)
    assert practice()["address"] == ""
    assert changes()[1:] == ["address is now empty"]


def test_saving_what_is_there_leaves_no_event(staff_browser: Visitor) -> None:
    save(staff_browser)
    assert changes() == []


def test_a_reply_to_address_can_be_taken_away_again(staff_browser: Visitor) -> None:
    save(staff_browser, reply_to="desk@oak.example")
    save(staff_browser, reply_to="")
    assert practice()["reply_to"] == ""


BAD = [
    ("time_zone", "Mars/Olympus"),
    ("time_zone", ""),
    ("time_zone", "../etc/passwd"),
    ("phone", "call me"),
    ("phone", ""),
    ("phone", "12"),
    ("name", ""),
    ("name", "   "),
    ("name", "x" * 121),
    ("name", "Maple\nBcc: x@y.example"),
    ("name", "Maple\u2028Street"),
    ("address", "x" * 301),
    ("address", "12 Oak Street\u2028Springfield"),
    ("reply_to", "not an address"),
    ("reply_to", "a@b.example, c@d.example"),
    ("reply_to", "a@b.example\r\nBcc: c@d.example"),
    ("reply_to", "x" * 250 + "@b.example"),
]


@pytest.mark.parametrize(("field", "value"), BAD)
def test_what_does_not_make_sense_is_refused_on_the_form(field: str, value: str, staff_browser: Visitor) -> None:
    assert save(staff_browser, **{field: value}).status_code == 422
    assert practice() == MAPLE and changes() == []


def test_clients_read_the_new_name_and_phone(staff_browser: Visitor, visitor: Visitor) -> None:
    save(staff_browser, **NEW)
    page = visitor.get("/sign-in").text
    assert NEW["name"] in page and NEW["phone"] in page
    assert "12 Oak Street, Springfield, IL 62701" in page
