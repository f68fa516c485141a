"""Your profile: what may be changed with and without the current password."""

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Event, Staff
from tests.support import cast, factories
from tests.support.visitor import Visitor

DANA = {"name": "Dana Whitfield", "email": "dana@maple.example", "username": "dana.w", "current": ""}
CHANGES = {"email": {"email": "dana@new.example"}, "username": {"username": "dana.new"}}


def dana() -> Staff:
    db.session.rollback()
    return db.session.scalars(select(Staff).order_by(Staff.id)).first()  # type: ignore[return-value]


def save(browser: Visitor, **changes: str) -> TestResponse:
    return browser.post("/staff/profile", DANA | changes)


def profile_events() -> list[Event]:
    db.session.rollback()
    return list(db.session.scalars(select(Event).where(Event.kind == "profile_changed")))


def test_the_name_changes_without_the_password(staff_browser: Visitor) -> None:
    response = save(staff_browser, name="Dana W. Whitfield")
    assert (response.status_code, response.location) == (303, "/staff/profile?saved=1")
    assert dana().name == "Dana W. Whitfield"


@pytest.mark.parametrize(("field", "current"), [("email", ""), ("username", "a wrong guess of many words")])
def test_email_and_username_do_not_change_without_the_current_password(
    field: str, current: str, staff_browser: Visitor
) -> None:
    response = save(staff_browser, current=current, **CHANGES[field])
    assert response.status_code == 422 and "Enter your current password" in response.text
    assert (dana().email, dana().username) == ("dana@maple.example", "dana.w")


def test_email_and_username_change_with_the_current_password_and_are_those_to_sign_in_with(
    staff_browser: Visitor, visitor: Visitor
) -> None:
    assert save(staff_browser, current=cast.PASSWORD, username="dana.new", email="dana@new.example").status_code == 303
    assert (dana().email, dana().username) == ("dana@new.example", "dana.new")
    assert [event.fields for event in profile_events()] == [{"what": "email, username"}]
    old, new = (visitor.post("/staff/sign-in", {"username": name, "password": cast.PASSWORD})
                for name in ("dana.w", "DANA.NEW"))  # fmt: skip
    assert (old.status_code, new.status_code) == (422, 303)


def test_saving_what_is_there_leaves_no_event(staff_browser: Visitor) -> None:
    save(staff_browser)
    assert profile_events() == []


@pytest.mark.parametrize(
    "changes",
    [{"username": "SAM.O"}, {"email": "Sam@maple.example"}, {"username": "no spaces please"}, {"name": ""}],
)
def test_what_is_taken_or_misshaped_is_refused_on_the_form(changes: dict[str, str], staff_browser: Visitor) -> None:
    factories.make_sam()
    assert save(staff_browser, current=cast.PASSWORD, **changes).status_code == 422
    assert (dana().name, dana().email, dana().username) == ("Dana Whitfield", "dana@maple.example", "dana.w")


def test_wrong_current_passwords_count_as_sign_ins(staff_browser: Visitor) -> None:
    for _ in range(5):
        save(staff_browser, current="a wrong guess of many words", username="dana.new")
    assert save(staff_browser, current=cast.PASSWORD, username="dana.new").status_code == 429
