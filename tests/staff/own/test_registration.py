"""Making one's own staff account with the link of an invite. What holds for each link is tried at those of clients."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.credentials import registration
from portal.database import writing
from portal.extensions import db
from portal.models import Link, Staff, link_secret
from portal.practice import staff_accounts, staff_invitations
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.links import account_form, create_account, fresh, kinds_since, last_event, open_link, spend, twin_of
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


@pytest.mark.parametrize("name", ["李 小龙", "٣٤"])
def test_the_suggestion_is_ascii_or_there_is_none(name: str, priya: Staff) -> None:
    priya.name = name
    suggestion = registration.suggested_username(priya)
    db.session.rollback()
    assert suggestion.isascii() and "staff" not in suggestion


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


@pytest.mark.parametrize("username", ["DANA.W", "kim@maple.example"])
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


@pytest.mark.parametrize("password", ["short", "Priya Raman", "Maple Street Counseling 25!!"])
def test_a_refused_password_leaves_the_link(password: str, visitor: Visitor, priya: Staff, link: Link) -> None:
    open_link(visitor, link)
    assert create_account(visitor, link, "priya.r", password).status_code == 422
    assert not is_registered(priya)
    assert create_account(visitor, link, "priya.r").status_code == 303


# case 34
def test_a_second_press_lands_signed_in_and_gets_nothing_after_being_deactivated(visitor: Visitor, link: Link) -> None:
    open_link(visitor, link)
    second, third = twin_of(visitor), twin_of(visitor)
    for browser in (visitor, second):
        assert create_account(browser, link).location == "/staff/clients"
        assert browser.get("/staff/clients").status_code == 200
    staff_accounts.set_active(fresh(link).staff, False, factories.dana())  # type: ignore[arg-type]
    assert create_account(third, link).status_code == 410


def test_an_invited_owner_counts_once_registered(app: Flask, visitor: Visitor) -> None:
    priya = factories.invite_priya("owner")
    open_link(visitor, newest_link(priya))
    create_account(visitor, newest_link(priya))
    db.session.rollback()
    staff_accounts.set_active(Staff.by_sign_in_name("dana.w"), False, factories.by(priya))  # type: ignore[arg-type]
    assert browser_of(app, priya).get("/staff/practice/staff").status_code == 200


# case 28
@pytest.mark.parametrize("path", ["/register/", "/reset-password/", "/staff/reset-password/"])
def test_an_invite_of_staff_opens_no_other_page(path: str, visitor: Visitor, link: Link) -> None:
    assert visitor.get(path + link_secret.token(link)).status_code == 404
    open_link(visitor, link)
    assert visitor.get(path.rstrip("/")).status_code == 404


# case 28
@pytest.mark.parametrize(
    "send",
    [lambda: factories.invite(factories.nora()),
     lambda: staff_invitations.send_reset(factories.make_sam(), factories.dana())],
    ids=["invitation of a client", "reset of staff"],
)  # fmt: skip
def test_no_other_link_opens_the_page_of_staff(send: Callable[[], Link], visitor: Visitor, priya: Staff) -> None:
    other = send()
    assert visitor.get(f"{PAGE}/{factories.text_of(other)}").status_code == 404
    open_link(visitor, other)
    page = visitor.post(PAGE, account_form(other, "chosen.name"))
    assert (page.status_code, fresh(other).used_at, is_registered(priya)) == (404, None, False)


def _use(link: Link, visitor: Visitor) -> None:
    open_link(visitor, link)
    spend(visitor, link)
    visitor.post("/staff/sign-out")


def _withdraw(link: Link, visitor: Visitor) -> None:
    staff_invitations.withdraw_invite(link.staff, factories.dana())  # type: ignore[arg-type]


def _deactivate(link: Link, visitor: Visitor) -> None:
    staff_accounts.set_active(link.staff, False, factories.dana())  # type: ignore[arg-type]


FATES = [
    (_use, "This link was already used."), (_withdraw, "This link was withdrawn."),
    (_deactivate, "This link was withdrawn."),
]  # fmt: skip


# case 27, 37
@pytest.mark.parametrize(("end", "sentence"), FATES)
def test_a_dead_link_tells_its_fate_and_a_used_one_where_to_sign_in(
    end: Callable[[Link, Visitor], None], sentence: str, app: Flask, visitor: Visitor, link: Link
) -> None:
    late = Visitor(app)
    open_link(late, link)
    end(link, visitor)
    page = open_link(visitor, link)
    assert (page.status_code, sentence in page.text) == (410, True)
    assert ('href="/staff/sign-in">Sign in</a>' in page.text) == (end is _use)
    assert "Send me a new link" not in page.text and "Priya" not in page.text
    assert create_account(late, link, "late.name").status_code == 410
    db.session.rollback()
    assert db.session.query(Staff).filter_by(username="late.name").count() == 0


def test_a_link_that_was_left_open_by_whatever_way_lets_nobody_deactivated_in(
    visitor: Visitor, priya: Staff, link: Link
) -> None:
    open_link(visitor, link)
    with writing():
        priya.deactivated_at = priya.created_at
    assert create_account(visitor, link).status_code == 410
    assert not is_registered(priya)
