"""What a role is worth, from one click to the next: cases 6 and 132, and being deactivated."""

import pytest
from flask import Flask

from portal.authentication.audiences import STAFF
from portal.config import Settings
from portal.credentials import forgotten_passwords
from portal.database import writing
from portal.extensions import db
from portal.models import OutgoingMail, Practice, SignIn
from portal.practice import staff_accounts
from portal.practice.staff_accounts import Position
from tests.support import cast, factories
from tests.support.database import contents
from tests.support.links import last_event
from tests.support.page import without_secret
from tests.support.staff_room import as_role, browser_of, dana, fresh, page_of
from tests.support.visitor import FRAGMENT, Visitor

MAPLE = {"name": "Other", "phone": cast.PHONE, "reply_to": "", "time_zone": cast.TIME_ZONE}
TURNED_OFF = "Your staff account is turned off. Please ask an owner or a manager."
OWNER_ACTS = {
    "demote": ("", {"name": cast.DANA.name, "role": "staff", "current": cast.PASSWORD}),
    "deactivate": ("/access", {"enabled": "0"}),
    "reset": ("/password-resets", {}),
    "withdraw a reset": ("/password-resets/withdrawals", {}),
    "invite": ("/invitations", {}),
    "withdraw an invite": ("/invitations/withdrawals", {}),
}


# case 6
def test_whoever_loses_a_role_with_a_form_open_saves_nothing_with_it(app: Flask) -> None:
    lena = factories.make_lena()
    browser = browser_of(app, lena)
    assert browser.get("/staff/practice").status_code == 200
    token = browser.csrf_token()
    staff_accounts.change(lena, Position(lena.name, "staff"), None, factories.dana())
    page = browser.post("/staff/practice", MAPLE, token=token)
    assert (page.status_code, "nothing was saved" in page.text.lower()) == (401, True)
    browser.post("/staff/sign-in", {"username": "lena.f", "password": cast.PASSWORD})
    assert browser.post("/staff/practice", MAPLE).status_code == 404
    assert browser.get("/staff/practice/staff").status_code == 404
    db.session.rollback()
    assert Practice.one().name == cast.PRACTICE


@pytest.mark.parametrize(("role", "is_shown"), [("staff", False), ("manager", True)])
def test_the_menu_shows_practice_to_whoever_may_manage_it(role: str, is_shown: bool, app: Flask) -> None:
    assert ('href="/staff/practice"' in as_role(app, role).get("/staff/clients").text) == is_shown


# case 132
@pytest.mark.parametrize("act", OWNER_ACTS)
def test_a_manager_who_reaches_for_an_owner_finds_nothing(act: str, app: Flask, settings: Settings) -> None:
    browser = browser_of(app, factories.make_lena())
    path, fields = OWNER_ACTS[act]
    token, before = browser.csrf_token(), contents(settings)
    address = page_of(dana()) + path
    unknown = browser.post(f"/staff/practice/staff/AAAAAAAAAAAAAAAAAAAAAA{path}", fields, token=token)
    for headers in ({}, FRAGMENT):
        response = browser.post(address, fields, token=token, headers=headers)
        assert response.status_code == 404
        assert headers or without_secret(response.text) == without_secret(unknown.text)
    assert contents(settings) == before


# case 132
@pytest.mark.parametrize("whom", ["themselves", "somebody else"])
def test_a_manager_who_gives_the_role_owner_finds_nothing(whom: str, app: Flask) -> None:
    lena, sam = factories.make_lena(), factories.make_sam()
    browser = browser_of(app, lena)
    person, before = (lena if whom == "themselves" else sam), last_event()
    form = {"name": person.name, "role": "owner", "current": cast.PASSWORD}
    assert browser.post(page_of(person), form).status_code == 404
    assert (fresh(person).role, last_event()) == ("manager" if person is lena else "staff", before)


# case 132
def test_a_manager_does_not_read_a_mail_to_an_owner(app: Flask) -> None:
    forgotten_passwords.ask(STAFF, "dana.w", None, "127.0.0.1")
    forgotten_passwords.answer_all()
    mail = db.session.query(OutgoingMail).one()
    before = last_event()
    browser = browser_of(app, factories.make_lena())
    assert browser.post(f"/staff/mail/{mail.public_id}/readings").status_code == 404
    assert "Show mail" not in browser.get("/staff/mail").text
    assert last_event() > before  # her own sign-in
    assert "mail_read" not in [kind for (kind,) in db.session.execute(db.text("SELECT kind FROM event"))]


def test_whoever_is_deactivated_is_out_at_the_next_click(app: Flask, staff_browser: Visitor) -> None:
    sam = factories.make_sam()
    desktop, phone = browser_of(app, sam), browser_of(app, sam)
    token = phone.csrf_token()
    staff_browser.post(f"{page_of(sam)}/access", {"enabled": "0"})
    assert desktop.get("/staff/clients").location == "/staff/sign-in?next=/staff/clients"
    assert phone.fragment("/staff/profile", {}, token=token).headers["HX-Redirect"].startswith("/staff/sign-in")
    db.session.rollback()
    assert db.session.query(SignIn).filter_by(staff_id=sam.id, ended_at=None).count() == 0


def test_whoever_is_deactivated_reads_whom_to_ask_after_the_right_password_only(visitor: Visitor) -> None:
    factories.make_otto()
    right = visitor.post("/staff/sign-in", {"username": "otto.r", "password": cast.PASSWORD})
    assert (right.status_code, TURNED_OFF in right.text, visitor.cookie("staff")) == (422, True, None)
    wrong = visitor.post("/staff/sign-in", {"username": "otto.r", "password": "a wrong guess of many words"})
    unknown = visitor.post("/staff/sign-in", {"username": "nobody.r", "password": "a wrong guess of many words"})
    assert (wrong.status_code, TURNED_OFF in wrong.text) == (422, False)
    assert without_secret(wrong.text).replace("otto.r", "nobody.r") == without_secret(unknown.text)


def test_activity_tells_that_whoever_is_deactivated_asked_for_a_reset_in_vain(app: Flask) -> None:
    factories.make_otto()
    forgotten_passwords.ask(STAFF, "otto.r", None, "127.0.0.1")
    forgotten_passwords.answer_all()
    page = browser_of(app, dana()).get("/staff/activity?kind=passwords").text
    assert "Otto Reyes</bdi>: Password reset asked for by form: the staff account is turned off" in page


def test_a_client_keeps_a_provider_who_was_deactivated(staff_browser: Visitor) -> None:
    nora, otto = factories.nora(), factories.make_staff(cast.OTTO, "staff", sees_clients=True)
    with writing():
        nora.provider = otto
    staff_accounts.set_active(otto, False, factories.dana())
    address = f"/staff/clients/{nora.public_id}/edit"
    assert "Otto Reyes</option>" in staff_browser.get(address).text
    form = {"first_name": "Nora", "last_name": "Lindqvist", "phone": "(212) 555-0199", "provider": otto.public_id}
    assert staff_browser.post(address, form).status_code == 303
    db.session.rollback()
    assert (nora.provider, nora.phone) == (otto, "(212) 555-0199")
    assert "Otto Reyes</option>" not in staff_browser.get("/staff/clients/new").text
