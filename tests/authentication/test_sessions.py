"""Signing in: forms of a username, hashes of other days, and how long it lasts after a clock that was wrong."""

from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from portal.authentication import password_hashing, sessions
from portal.authentication.audiences import CLIENT, STAFF
from portal.database import writing
from portal.errors import WrongCredentials
from portal.extensions import db
from portal.models import Event, PortalAccount, SignIn
from portal.models.sign_in import ABSOLUTE_LIMIT
from tests.conftest import START, Clock
from tests.support import cast, counting, factories

OLD = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)


def rosa_with_hash(stored: str) -> PortalAccount:
    account = factories.rosa().account
    assert account is not None
    with writing():
        account.password_hash = stored
    return account


def sign_rosa_in(password: str = cast.PASSWORD) -> str:
    return sessions.sign_in(CLIENT, "rosie.d", password, factories.HERE)


@pytest.mark.parametrize("typed", ["ANNA", "Ａｎｎａ", "  anna "])
def test_a_username_is_the_same_in_every_case_and_width(typed: str, app: Flask) -> None:
    factories.make_client(replace(cast.ROSA, username="Anna"), registered=True)
    cookie = sessions.sign_in(CLIENT, typed, cast.PASSWORD, factories.HERE)
    assert sessions.live(CLIENT, cookie) is not None


def test_staff_may_sign_in_with_their_email(app: Flask) -> None:
    cookie = sessions.sign_in(STAFF, "DANA@maple.example", cast.PASSWORD, factories.HERE)
    assert sessions.live(STAFF, cookie) is not None


def test_a_client_does_not_sign_in_at_the_door_of_staff(app: Flask) -> None:
    factories.rosa()
    with pytest.raises(WrongCredentials):
        sessions.sign_in(STAFF, "rosie.d", cast.PASSWORD, factories.HERE)


def test_a_hash_of_older_parameters_is_replaced_by_one_of_the_current_ones(app: Flask) -> None:
    account = rosa_with_hash(OLD.hash(cast.PASSWORD))
    sign_rosa_in()
    assert not password_hashing.needs_rehash(account.password_hash)
    assert password_hashing.verify(cast.PASSWORD, account.password_hash)


def test_a_wrong_password_replaces_no_hash(app: Flask) -> None:
    stored = OLD.hash(cast.PASSWORD)
    account = rosa_with_hash(stored)
    with pytest.raises(WrongCredentials):
        sign_rosa_in("not the password of rosa")
    db.session.rollback()
    assert account.password_hash == stored


@pytest.mark.parametrize("stored", ["", "$argon2id$v=19$né", cast.PASSWORD_HASH[:-5]])
def test_a_damaged_hash_refuses_like_a_wrong_password_and_is_recorded(stored: str, app: Flask) -> None:
    rosa_with_hash(stored)
    with pytest.raises(WrongCredentials):
        sign_rosa_in()
    event = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert event is not None and event.kind == "sign_in_refused"


def test_a_password_that_is_too_long_is_never_hashed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.rosa()
    hashes = counting.count_hashes(monkeypatch)
    with pytest.raises(WrongCredentials):
        sign_rosa_in("x" * 257)
    assert hashes == []


def lives_for(cookie: str, clock: Clock, step: timedelta, *, is_used: bool) -> timedelta:
    """How long a session goes on that is looked at after each step, and used then or only polled."""
    since = clock.now
    for _ in range(1000):
        db.session.rollback()
        row = sessions.live(CLIENT, cookie)
        if row is None:
            break
        if is_used:
            sessions.seen(row)
        clock.move(seconds=step.total_seconds())
    return clock.now - since


@pytest.mark.parametrize(
    ("step", "is_used", "lives"),
    [(timedelta(minutes=20), True, ABSOLUTE_LIMIT), (timedelta(minutes=1), False, timedelta(minutes=30))],
)
def test_a_session_from_a_clock_that_was_ahead_lives_as_long_as_any_and_is_told_as_it_is(
    app: Flask, clock: Clock, step: timedelta, is_used: bool, lives: timedelta
) -> None:
    factories.rosa()
    clock.to(START + timedelta(days=365))
    cookie = sign_rosa_in()
    clock.to(START)
    assert sessions.live(CLIENT, cookie)
    db.session.rollback()
    row = db.session.query(SignIn).one()
    assert (row.created_at, row.last_seen_at) == (START, START)
    assert lives_for(cookie, clock, step, is_used=is_used) == lives


def test_the_hours_before_the_clock_was_put_back_count(app: Flask, clock: Clock) -> None:
    factories.rosa()
    cookie = sign_rosa_in()
    for _ in range(15):
        row = sessions.live(CLIENT, cookie)
        assert row is not None
        sessions.seen(row)
        clock.move(minutes=20)
    clock.move(hours=-2, minutes=-20)
    left = ABSOLUTE_LIMIT - timedelta(hours=4, minutes=40)
    assert lives_for(cookie, clock, timedelta(minutes=20), is_used=True) == left
