"""Step 1 of registration: the birth date first, once, in this browser; then exactly one account."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.clients import records
from portal.clients.portal_status import Status, status_of
from portal.credentials.invitations import withdraw_invitation
from portal.extensions import db
from portal.models import Client, Link, SignIn
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.cast import PASSWORD
from tests.support.links import (
    account_form,
    accounts,
    answer,
    confirm,
    create_account,
    fresh,
    kinds_since,
    last_event,
    open_link,
    press_together,
    twin_of,
)
from tests.support.page import by_id, words
from tests.support.visitor import Visitor

QUESTION = "Confirm it's you"
REASON = "So that nobody else can open this link. Enter the birth date of the person whom the mail is for."


# a reset asks with the same words
@pytest.mark.parametrize("send", [factories.invite, factories.send_reset])
def test_the_question_says_why_it_is_asked_and_of_whom(visitor: Visitor, send: Callable[[Client], Link]) -> None:
    link = send(factories.rosa() if send is factories.send_reset else factories.nora())
    page = visitor.get(open_link(visitor, link).location or "").text
    said = words(by_id(page, "content"))
    assert REASON in said and "your date of birth" not in said


def test_a_client_registers_and_is_signed_in(visitor: Visitor) -> None:
    link = factories.invite(factories.nora())
    confirm(visitor, link)
    before = last_event()
    assert create_account(visitor, link, "nora77").headers["Location"] == "/home"
    assert visitor.get("/home").status_code == 200
    assert status_of(_client(link)).status is Status.ACTIVE
    assert kinds_since(before) == ["registered", "signed_in"]
    assert fresh(link).used_at is not None and visitor.cookie("link") is None


# case 25
def test_a_birth_date_answered_in_another_browser_does_not_count(app: Flask, visitor: Visitor) -> None:
    link = factories.invite(factories.nora())
    confirm(Visitor(app), link)
    open_link(visitor, link)
    assert QUESTION in create_account(visitor, link).text.replace("&#39;", "'")
    assert accounts() == 0


# case 25
def test_a_birth_date_answered_half_an_hour_ago_is_asked_again(visitor: Visitor, clock: Clock) -> None:
    link = factories.invite(factories.nora())
    confirm(visitor, link)
    clock.move(minutes=31)
    assert QUESTION in create_account(visitor, link).text.replace("&#39;", "'")
    assert (accounts(), fresh(link).used_at) == (0, None)
    assert cast.NORA.birth_date is not None
    answer(visitor, link, cast.NORA.birth_date)
    assert create_account(visitor, link).status_code == 303


def test_after_step_one_the_client_comes_back_by_signing_in(app: Flask, visitor: Visitor) -> None:
    # case 35
    link = factories.invite(factories.nora())
    confirm(visitor, link)
    create_account(visitor, link, "nora77")
    later = Visitor(app)
    assert later.post("/sign-in", {"username": "nora77", "password": PASSWORD}).headers["Location"] == "/home"
    assert open_link(later, link).status_code == 410


def test_what_comes_after_step_one_is_closed_before_it(visitor: Visitor) -> None:
    # case 36
    link = factories.invite(factories.nora())
    confirm(visitor, link)
    assert visitor.get("/home").headers["Location"].startswith("/sign-in")
    assert visitor.get("/register/birth-date").headers["Location"] == "/register"
    assert (accounts(), fresh(link).used_at) == (0, None)


def test_an_invite_withdrawn_before_the_form_comes_makes_no_account(visitor: Visitor) -> None:
    # case 37
    link = factories.invite(factories.nora())
    confirm(visitor, link)
    assert visitor.get("/register").status_code == 200
    withdraw_invitation(_client(link), factories.dana())
    page = create_account(visitor, link)
    assert (page.status_code, "This link was withdrawn." in page.text, accounts()) == (410, True, 0)


def test_a_taken_username_leaves_the_link_as_it_was(visitor: Visitor) -> None:
    factories.rosa()
    link = factories.invite(factories.nora())
    confirm(visitor, link)
    page = create_account(visitor, link, "ROSIE.D")
    assert (page.status_code, "not available" in page.text, PASSWORD in page.text) == (422, True, False)
    assert create_account(visitor, link, "nora77").status_code == 303


def test_another_clients_browser_is_asked_to_sign_out_first_and_cannot_post_the_form(client_browser: Visitor) -> None:
    # case 40
    link = factories.invite(factories.nora())
    confirm(client_browser, link)
    for page in (client_browser.get("/register"), create_account(client_browser, link)):
        assert (page.status_code, "Sign out first" in page.text) == (200, True)
    assert (accounts(), fresh(link).used_at) == (1, None)


def test_a_staff_browser_registers_a_client_and_stays_signed_in(staff_browser: Visitor) -> None:
    # case 40
    link = factories.invite(factories.nora())
    confirm(staff_browser, link)
    assert create_account(staff_browser, link).headers["Location"] == "/home"
    assert staff_browser.get("/staff/clients").status_code == 200
    assert staff_browser.get("/home").status_code == 200
    db.session.rollback()
    assert db.session.query(SignIn).filter_by(ended_at=None).count() == 2


def test_without_a_birth_date_on_file_there_is_no_question_and_staff_are_told(staff_browser: Visitor) -> None:
    # case 41
    milo = factories.milo_with_email()
    menu = staff_browser.get(f"/staff/clients/{milo.public_id}/menu").text
    assert "No date of birth on file: the link will not ask for one." in menu
    link = factories.invite(milo)
    open_link(staff_browser, link)
    assert "Create your portal account" in staff_browser.get("/register").text


def test_a_birth_date_added_after_the_mail_is_asked_for(visitor: Visitor) -> None:
    link = factories.invite(factories.milo_with_email())
    open_link(visitor, link)
    details = records.Details("Milo", "Haas", None, cast.THEO.birth_date, None, None)
    records.change(_client(link), details, factories.dana())
    assert QUESTION in visitor.get("/register").text.replace("&#39;", "'")


def test_a_second_press_of_create_account_lands_signed_in(visitor: Visitor) -> None:
    # case 34
    link = factories.invite(factories.nora())
    confirm(visitor, link)
    second = twin_of(visitor)
    assert create_account(visitor, link).headers["Location"] == "/home"
    answer = create_account(second, link)
    assert (answer.status_code, answer.headers.get("Location"), accounts()) == (303, "/home", 1)
    assert second.get("/home").status_code == 200


def test_two_presses_at_the_same_moment_both_land_signed_in(app: Flask, visitor: Visitor) -> None:
    # case 34
    link = factories.invite(factories.nora())
    confirm(visitor, link)
    pair = [visitor, twin_of(visitor)]
    form = account_form(link, "chosen.name")
    db.session.rollback()
    places = [(answer.status_code, answer.location) for answer in press_together(pair, "/register", form)]
    assert (places, accounts()) == ([(303, "/home")] * 2, 1)


def test_a_second_press_with_another_password_or_from_another_browser_gets_nothing(
    app: Flask, visitor: Visitor
) -> None:
    link, other = factories.invite(factories.nora()), Visitor(app)
    confirm(visitor, link)
    confirm(other, link)
    second = twin_of(visitor)
    create_account(visitor, link)
    assert create_account(second, link, password="another quiet lamp at noon").status_code == 410
    assert create_account(other, link).status_code == 410
    assert (second.cookie("client"), other.cookie("client"), accounts()) == (None, None, 1)


def _client(link: Link) -> Client:
    db.session.rollback()
    assert link.client is not None
    return link.client
