"""Making one's own staff account with the link of an invite."""

import pytest
from flask import Flask

from portal.credentials import registration
from portal.extensions import db
from portal.models import Link, SignIn, Staff, link_secret
from portal.practice import staff_accounts
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.links import (
    NEW_PASSWORD,
    account_form,
    create_account,
    fresh,
    kinds_since,
    last_event,
    open_link,
    press_together,
    twin_of,
)
from tests.support.staff_room import browser_of, is_registered, newest_link
from tests.support.visitor import Visitor

PAGE, TITLE = "/staff/register", "Create your staff account"


def test_somebody_registers_and_is_signed_in(visitor: Visitor, priya: Staff, link: Link, clock: Clock) -> None:
    assert (open_link(visitor, link).location, visitor.get(PAGE).status_code) == (PAGE, 200)
    before = last_event()
    assert create_account(visitor, link, "Priya.R").location == "/staff/clients"
    assert visitor.get("/staff/clients").status_code == 200
    assert kinds_since(before) == ["staff_registered", "signed_in"]
    assert (is_registered(priya), priya.username, priya.username_key) == (True, "Priya.R", "priya.r")
    assert fresh(link).used_at is not None and visitor.cookie("link") is None


@pytest.mark.parametrize("name", ["priya.r", "PRIYA@maple.example"])
def test_whoever_has_registered_signs_in_by_username_or_email(name: str, visitor: Visitor, link: Link) -> None:
    open_link(visitor, link)
    create_account(visitor, link, "priya.r")
    visitor.post("/staff/sign-out")
    response = visitor.post("/staff/sign-in", {"username": name, "password": cast.PASSWORD})
    assert (response.status_code, response.location) == (303, "/staff/clients")


def test_the_page_asks_no_birth_date_and_suggests_a_username(visitor: Visitor, link: Link) -> None:
    open_link(visitor, link)
    page = visitor.get(PAGE).text
    assert TITLE in page and "date of birth" not in page
    assert 'value="priya' in page
    assert cast.PRIYA.last_name not in page and (cast.PRIYA.email or "") not in page


@pytest.mark.parametrize(("name", "start"), [("Dr. Priya Raman", "drpriya"), ("Zoë", "zoe"), ("👩🏽 ✨", "staff")])
def test_the_suggestion_comes_from_the_first_name(name: str, start: str, priya: Staff) -> None:
    priya.name = name
    assert registration.suggested_username(priya).startswith(start)
    db.session.rollback()


@pytest.mark.parametrize("name", ["李 小龙", "नेहा", "นิดา", "Ольга", "٣٤"])
def test_the_suggestion_is_ascii_or_there_is_none(name: str, priya: Staff) -> None:
    priya.name = name
    suggestion = registration.suggested_username(priya)
    db.session.rollback()
    assert suggestion.isascii() and "staff" not in suggestion


# ★ 18
def test_opening_the_link_uses_nothing_up(app: Flask, visitor: Visitor, priya: Staff, link: Link) -> None:
    for number in range(20):
        scanner = Visitor(app, ip=f"192.0.2.{number}")
        assert scanner.get(f"{PAGE}/{link_secret.token(link)}").status_code == 303
        head = scanner.head(f"{PAGE}/{link_secret.token(link)}")
        assert (head.status_code, "Set-Cookie" in head.headers) == (303, False)
    assert (fresh(link).used_at, link.opened_at, is_registered(priya)) == (None, None, False)
    open_link(visitor, link)
    assert create_account(visitor, link).status_code == 303


def test_head_leaves_no_note(visitor: Visitor, link: Link) -> None:
    visitor.head(f"{PAGE}/{link_secret.token(link)}")
    assert fresh(link).fetched_at is None


# case 32
def test_a_form_of_another_tabs_link_changes_neither(visitor: Visitor, priya: Staff, link: Link) -> None:
    kim = staff_accounts.add(staff_accounts.Position("Kim Lee", "staff"), "kim@maple.example", factories.dana())
    open_link(visitor, link)
    open_link(visitor, newest_link(kim))
    assert create_account(visitor, link).status_code == 409
    assert not is_registered(priya) and not is_registered(kim)


# case 40
def test_somebody_else_who_is_signed_in_is_asked_to_sign_out_first(
    staff_browser: Visitor, priya: Staff, link: Link
) -> None:
    open_link(staff_browser, link)
    assert "Sign out first" in staff_browser.get(PAGE).text
    assert "Sign out first" in create_account(staff_browser, link).text
    assert not is_registered(priya)
    staff_browser.post("/staff/sign-out")
    assert create_account(staff_browser, link).status_code == 303


def test_a_client_who_is_signed_in_there_stays_so(client_browser: Visitor, link: Link) -> None:
    open_link(client_browser, link)
    assert create_account(client_browser, link).location == "/staff/clients"
    assert client_browser.get("/home").status_code == client_browser.get("/staff/clients").status_code == 200


@pytest.mark.parametrize("username", ["dana.w", "DANA.W", "dana@maple.example", "kim@maple.example"])
def test_a_name_that_somebody_signs_in_with_is_not_available(
    username: str, visitor: Visitor, priya: Staff, link: Link
) -> None:
    staff_accounts.add(staff_accounts.Position("Kim Lee", "staff"), "kim@maple.example", factories.dana())
    open_link(visitor, link)
    page = create_account(visitor, link, username)
    assert (page.status_code, "not available" in page.text, cast.PASSWORD in page.text) == (422, True, False)
    assert create_account(visitor, link, cast.PRIYA.email or "").status_code == 303


def test_the_username_of_a_client_is_no_obstacle(visitor: Visitor, link: Link) -> None:
    factories.rosa()
    open_link(visitor, link)
    assert create_account(visitor, link, "rosie.d").status_code == 303


def test_after_ten_taken_names_the_link_waits(visitor: Visitor, link: Link, clock: Clock) -> None:
    open_link(visitor, link)
    answers = [create_account(visitor, link, "dana.w").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    clock.move(hours=1)
    open_link(visitor, link)
    assert create_account(visitor, link, "priya.r").status_code == 303


@pytest.mark.parametrize(
    "password", ["short", "Password1234", "Priya Raman", "x" * 257, "Maple Street Counseling 25!!"]
)
def test_a_refused_password_leaves_the_link(password: str, visitor: Visitor, priya: Staff, link: Link) -> None:
    open_link(visitor, link)
    assert create_account(visitor, link, "priya.r", password).status_code == 422
    assert not is_registered(priya)
    assert create_account(visitor, link, "priya.r").status_code == 303


# case 34
def test_a_second_press_lands_signed_in(app: Flask, visitor: Visitor, link: Link) -> None:
    open_link(visitor, link)
    second = twin_of(visitor)
    for browser in (visitor, second):
        assert create_account(browser, link).location == "/staff/clients"
        assert browser.get("/staff/clients").status_code == 200


# case 34
def test_two_presses_at_the_same_moment_both_land_signed_in(app: Flask, visitor: Visitor, link: Link) -> None:
    open_link(visitor, link)
    pair = [visitor, twin_of(visitor)]
    form = account_form(link, "priya.r")
    db.session.rollback()
    places = [answer.location for answer in press_together(pair, PAGE, form)]
    assert places == ["/staff/clients"] * 2
    assert db.session.query(SignIn).count() == 2


@pytest.mark.parametrize("how", ["another password", "another browser"])
def test_what_is_no_second_press_gets_nothing(how: str, app: Flask, visitor: Visitor, link: Link) -> None:
    open_link(visitor, link)
    other = twin_of(visitor) if how == "another password" else Visitor(app)
    if how == "another browser":
        open_link(other, link)
    create_account(visitor, link)
    password = NEW_PASSWORD if how == "another password" else cast.PASSWORD
    assert create_account(other, link, password=password).status_code == 410
    assert other.cookie("staff") is None


def test_a_second_press_after_being_deactivated_gets_nothing(app: Flask, visitor: Visitor, link: Link) -> None:
    open_link(visitor, link)
    second = twin_of(visitor)
    create_account(visitor, link)
    db.session.rollback()
    assert link.staff is not None
    staff_accounts.set_active(link.staff, False, factories.dana())
    assert create_account(second, link).status_code == 410


def test_an_invited_owner_counts_once_registered(app: Flask, visitor: Visitor) -> None:
    priya = factories.invite_priya("owner")
    open_link(visitor, newest_link(priya))
    create_account(visitor, newest_link(priya))
    db.session.rollback()
    staff_accounts.set_active(Staff.by_sign_in_name("dana.w"), False, factories.by(priya))  # type: ignore[arg-type]
    assert browser_of(app, priya).get("/staff/practice/staff").status_code == 200
