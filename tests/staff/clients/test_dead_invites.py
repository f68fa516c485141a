"""Links of invites of staff that open nothing, or not here."""

import pytest
from flask import Flask

from portal.database import writing
from portal.extensions import db
from portal.models import Link, Staff, link_secret
from portal.practice import staff_accounts, staff_invitations
from tests.conftest import Clock
from tests.support import factories
from tests.support.links import (
    account_form,
    create_account,
    fresh,
    open_link,
    spend,
)
from tests.support.staff_room import is_registered
from tests.support.visitor import Visitor

PAGE = "/staff/register"


# case 28
@pytest.mark.parametrize("path", ["/register/", "/reset-password/", "/staff/reset-password/"])
def test_an_invite_of_staff_opens_no_other_page(path: str, visitor: Visitor, link: Link) -> None:
    assert visitor.get(path + link_secret.token(link)).status_code == 404
    open_link(visitor, link)
    assert visitor.get(path.rstrip("/")).status_code == 404


# case 28
@pytest.mark.parametrize("kind", ["invitation", "client reset", "staff reset"])
def test_no_other_link_opens_the_page_of_staff(kind: str, visitor: Visitor, priya: Staff) -> None:
    other = {
        "invitation": lambda: factories.invite(factories.nora()),
        "client reset": lambda: factories.send_reset(factories.rosa()),
        "staff reset": lambda: staff_invitations.send_reset(factories.make_sam(), factories.dana()),
    }[kind]()
    assert visitor.get(f"{PAGE}/{factories.text_of(other)}").status_code == 404
    open_link(visitor, other)
    page = visitor.post(PAGE, account_form(other, "chosen.name"))
    assert (page.status_code, fresh(other).used_at, is_registered(priya)) == (404, None, False)


def _expire(link: Link, clock: Clock, visitor: Visitor) -> None:
    clock.move(hours=48)


def _use(link: Link, clock: Clock, visitor: Visitor) -> None:
    open_link(visitor, link)
    spend(visitor, link)
    visitor.post("/staff/sign-out")


def _replace(link: Link, clock: Clock, visitor: Visitor) -> None:
    clock.move(hours=1)
    assert link.staff is not None
    staff_invitations.invite(link.staff, factories.dana())


def _withdraw(link: Link, clock: Clock, visitor: Visitor) -> None:
    assert link.staff is not None
    staff_invitations.withdraw_invite(link.staff, factories.dana())


def _deactivate(link: Link, clock: Clock, visitor: Visitor) -> None:
    assert link.staff is not None
    staff_accounts.set_active(link.staff, False, factories.dana())


FATES = [
    (_expire, "This link has expired."),
    (_use, "This link was already used."),
    (_replace, "A newer link was sent today, 10:42 AM. Please use the newest mail."),
    (_withdraw, "This link was withdrawn."),
    (_deactivate, "This link was withdrawn."),
]


# case 27, 37
@pytest.mark.parametrize(("end", "sentence"), FATES)
def test_a_dead_link_tells_its_fate_and_a_used_one_where_to_sign_in(
    end,
    sentence: str,
    app: Flask,
    visitor: Visitor,
    priya: Staff,
    link: Link,
    clock: Clock,  # type: ignore[no-untyped-def]
) -> None:
    late = Visitor(app)
    open_link(late, link)
    end(link, clock, visitor)
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


def test_an_unknown_link_gets_the_general_page(visitor: Visitor, link: Link) -> None:
    page = visitor.get(f"{PAGE}/{link_secret.token(link)}x")
    assert (page.status_code, "Please check that you opened the whole link" in page.text) == (404, True)


def test_without_the_cookie_the_page_says_so(visitor: Visitor, link: Link) -> None:
    for page in (visitor.get(PAGE), visitor.post(PAGE, account_form(link, "priya.r"))):
        assert (page.status_code, "Your browser must allow cookies" in page.text) == (400, True)
    assert fresh(link).used_at is None
