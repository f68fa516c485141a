"""Passwords chosen anew with a link."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.authentication import sessions, sign_in_counters
from portal.authentication.audiences import CLIENT
from portal.credentials import passwords, portal_access
from portal.errors import LinkDead, PasswordRefused, WrongCredentials
from portal.extensions import db
from portal.limits import attempts
from portal.models import Client, Link, OutgoingMail, PortalAccount, SignIn
from portal.models.link import LinkState
from tests.conftest import Clock
from tests.support import calls, cast, factories

NEW = "nine small clouds at dusk"


def reset(link: Link, password: str = NEW) -> None:
    passwords.reset(CLIENT, calls.confirm(link), "nonce", password, factories.HERE)


def account_of(client: Client) -> PortalAccount:
    assert client.account is not None
    return client.account


# rule 9, case 47
def test_a_reset_that_was_open_is_refused_while_access_is_off_and_after_it_is_back(app: Flask) -> None:
    rosa = factories.rosa()
    link = factories.send_reset(rosa)
    text = calls.confirm(link)
    portal_access.set_access(rosa, False, factories.dana())
    with pytest.raises(LinkDead):
        passwords.reset(CLIENT, text, "nonce", NEW, factories.HERE)
    assert account_of(rosa).password_hash == cast.PASSWORD_HASH
    portal_access.set_access(rosa, True, factories.dana())
    with pytest.raises(LinkDead):
        passwords.reset(CLIENT, text, "nonce", NEW, factories.HERE)
    with pytest.raises(WrongCredentials):
        sessions.sign_in(CLIENT, "rosie.d", NEW, factories.HERE)


def test_a_reset_sets_the_password_ends_all_sessions_and_is_told_by_mail(app: Flask) -> None:
    rosa = factories.rosa()
    cookie = factories.sign_in(account_of(rosa))
    reset(factories.send_reset(rosa))
    assert sessions.live(CLIENT, cookie) is None
    assert db.session.query(SignIn).count() == 1, "nobody is signed in by it"
    kinds = db.session.scalars(select(OutgoingMail.kind).order_by(OutgoingMail.id)).all()
    assert kinds == ["password_reset", "password_changed"]
    assert sessions.sign_in(CLIENT, "rosie.d", NEW, factories.HERE)


def test_a_reset_clears_the_waits(app: Flask, clock: Clock) -> None:
    rosa = factories.rosa()
    for _ in range(5):
        attempts.count(*sign_in_counters.counters(CLIENT, "rosie.d", "10.0.0.2"))
    reset(factories.send_reset(rosa))
    assert sessions.sign_in(CLIENT, "rosie.d", NEW, factories.HERE)


REFUSED = {"the current one": cast.PASSWORD, "a common one": "Password1234", "a short one": "eleven char"}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_refused_password_leaves_the_link_alive(kind: str, app: Flask) -> None:
    link = factories.send_reset(factories.rosa())
    with pytest.raises(PasswordRefused):
        reset(link, REFUSED[kind])
    db.session.refresh(link)
    assert link.state(clock.now()) is LinkState.LIVE


def test_a_password_that_is_asked_again_is_counted_apart_and_the_right_one_clears_it(app: Flask, clock: Clock) -> None:
    account = factories.rosa().account
    assert account is not None
    counter = (attempts.CURRENT_PASSWORD, sign_in_counters.account_key(account))
    for _ in range(4):
        with pytest.raises(WrongCredentials):
            passwords.confirm(account, "a wrong guess of many words")
    db.session.rollback()
    assert attempts.tries(counter) == 4
    passwords.confirm(account, cast.PASSWORD)
    assert attempts.tries(counter) == 0
