"""The forgotten password of a client: the form tells nothing, the link changes the password."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.authentication.audiences import CLIENT
from portal.credentials import forgotten_passwords, portal_access
from portal.extensions import db
from portal.models import Client, Link, OutgoingMail, PortalAccount
from tests.conftest import Clock
from tests.support import calls, cast, counting, factories
from tests.support import links as mailed
from tests.support.page import without_secret
from tests.support.visitor import Visitor

NEW = "nine small clouds at dusk"
WRONG = date(1990, 1, 1)
ROSA_EMAIL = cast.ROSA.email or ""
# what is typed, and how often a link was asked for rightly in this hour
VARIANTS = {
    "both right": ("rosie.d", ROSA_EMAIL, 0),
    "wrong email": ("rosie.d", "somebody@example.com", 0),
    "unknown name": ("nobody1", ROSA_EMAIL, 0),
    "disabled": ("ines.b", cast.INES.email, 0),
    "never registered": ("nora.l", cast.NORA.email, 0),
    "over the limit": ("rosie.d", ROSA_EMAIL, 3),
    "five wrong dates of birth": ("rosie.d", ROSA_EMAIL, 0),
}


@pytest.fixture
def people(app: Flask) -> list[Client]:
    return [factories.rosa(), factories.ines(), factories.nora()]


def prepared(app: Flask, kind: str) -> Visitor:
    """A browser with an address of its own whose counters exist already, after what the variant tells of."""
    username, email, before = VARIANTS[kind]
    browser = Visitor(app, ip=f"10.0.{list(VARIANTS).index(kind)}.1")
    browser.post("/forgot-password", {"username": username, "email": "other@example.com"})
    for number in range(before):
        forgotten_passwords.ask(CLIENT, username, email, f"10.1.{number}.1")
    forgotten_passwords.answer_all()
    if kind == "five wrong dates of birth":
        calls.answer(factories.send_reset(db.session.query(Client).filter_by(first_name="Rosa").one()), WRONG, 5)
    db.session.rollback()
    browser.csrf_token()
    return browser


def ask(app: Flask, kind: str) -> tuple[TestResponse, list[str]]:
    """The answer, and what was written."""
    browser, (username, email, _) = prepared(app, kind), VARIANTS[kind]
    with counting.writes(db.engine) as written:
        response = browser.post("/forgot-password", {"username": username, "email": email})
    return response, written


def told(response: TestResponse) -> tuple[int, list[tuple[str, str]], str]:
    """Status, headers and body, but for the form secret."""
    return response.status_code, list(response.headers), without_secret(response.text)


def mails() -> int:
    db.session.rollback()
    return db.session.query(OutgoingMail).count()


@pytest.mark.parametrize("kind", list(VARIANTS)[1:])
def test_every_request_is_answered_and_writes_like_a_right_one(
    kind: str, app: Flask, people: list[Client], clock: Clock
) -> None:
    right, for_right = ask(app, "both right")
    other, for_other = ask(app, kind)
    assert told(other) == told(right)
    assert for_other == for_right != []
    before = mails()  # the right one was answered before the other was sent
    forgotten_passwords.answer_all()
    assert mails() == before > 0


def password_hash() -> str:
    db.session.rollback()
    return db.session.scalars(select(PortalAccount.password_hash)).one()


def test_the_answer_says_that_a_link_is_on_its_way_if_these_match(app: Flask, visitor: Visitor) -> None:
    response, _ = ask(app, "unknown name")
    assert "If these match an active account, a link is on its way." in response.text
    assert visitor.post("/forgot-password", {"username": "rosie.d", "email": ""}).status_code == 422


@pytest.fixture
def link(app: Flask, visitor: Visitor) -> Link:
    """Rosa's, whose date of birth was answered in this browser."""
    link = factories.send_reset(factories.rosa())
    mailed.confirm(visitor, link)
    return link


def test_after_a_reset_the_sign_in_page_says_so_and_everybody_is_signed_out(
    visitor: Visitor, client_browser: Visitor
) -> None:
    link = factories.send_reset(db.session.scalars(select(Client)).one())
    mailed.confirm(visitor, link)
    response = mailed.save_password(visitor, link, NEW)
    assert response.status_code == 303
    assert "Password saved. Sign in with your username." in visitor.get(response.location).text
    assert (visitor.get("/home").status_code, client_browser.get("/home").status_code) == (303, 303)


def test_a_client_disabled_in_front_of_the_form_gets_the_dead_link_page_and_keeps_the_password(
    visitor: Visitor, link: Link
) -> None:
    assert link.client is not None
    portal_access.set_access(link.client, False, factories.dana())
    response = mailed.save_password(visitor, link, NEW)
    assert response.status_code == 410 and "This link was withdrawn." in response.text and NEW not in response.text
    portal_access.set_access(link.client, True, factories.dana())
    assert visitor.post("/sign-in", {"username": "rosie.d", "password": NEW}).status_code == 422
    assert password_hash() == cast.PASSWORD_HASH


REFUSED = {
    "the current one": (cast.PASSWORD, cast.PASSWORD, "This is the password you have now."),
    "a common one": ("Password1234", "Password1234", "Too many people use this password."),
    "another repeat": (NEW, NEW + ".", "The two passwords are not the same."),
    "none": ("", "", "Choose a password."),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_refused_password_says_why_and_the_link_still_works(kind: str, visitor: Visitor, link: Link) -> None:
    password, again, sentence = REFUSED[kind]
    response = mailed.save_password(visitor, link, password, again)
    assert response.status_code == 422 and sentence in response.text
    assert mailed.save_password(visitor, link, NEW).status_code == 303


def test_without_the_birth_date_no_password_is_set(visitor: Visitor) -> None:
    link = factories.send_reset(factories.rosa())
    mailed.open_link(visitor, link)
    response = mailed.save_password(visitor, link, NEW)
    assert "Confirm it" in response.text and password_hash() == cast.PASSWORD_HASH
