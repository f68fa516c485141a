"""Browsers that an account knows: what is kept of them, and what staff see of their waits."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.authentication import device_marks, sessions, sign_in_counters
from portal.authentication.audiences import CLIENT
from portal.authentication.sessions import Browser
from portal.clients.portal_facts import facts_of
from portal.diagnosis import needs_attention, remedies
from portal.diagnosis.diagnose import Cause
from portal.errors import NothingToUnlock, TooManyAttempts, WrongCredentials
from portal.extensions import db
from portal.limits import attempts
from portal.models import Client, DeviceMark, Event
from tests.conftest import START, Clock
from tests.support import cast, counting, factories
from tests.support.obstacles import cause_of, why

pytestmark = pytest.mark.usefixtures("mail_server_is_set")
PHONE = Browser("192.0.2.1", "Safari on iPhone", "A" * 22)
DESK = replace(PHONE, mark="B" * 22)
STRANGER = Browser("203.0.113.5", "A browser", "C" * 22)


@pytest.fixture
def rosa(app: Flask, clock: Clock) -> Client:
    """Signed in once with each of her two browsers."""
    rosa = factories.rosa()
    for browser in (PHONE, DESK):
        sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, browser)
    clock.move(minutes=1)
    return rosa


def mistype(browser: Browser, times: int = 5) -> None:
    for _ in range(times):
        with pytest.raises(WrongCredentials):
            sessions.sign_in(CLIENT, "rosie.d", "a wrong guess of many words", browser)


def marks() -> list[DeviceMark]:
    db.session.rollback()
    return list(db.session.scalars(select(DeviceMark).order_by(DeviceMark.id)))


def test_a_right_password_notes_the_use_of_the_browser(rosa: Client, clock: Clock) -> None:
    clock.move(days=3)
    sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, PHONE)
    assert [(mark.created_at, mark.last_used_at) for mark in marks()] == [(START, clock.now), (START, START)]


def test_a_browser_that_was_not_used_for_four_hundred_days_is_forgotten(rosa: Client, clock: Clock) -> None:
    clock.to(START + timedelta(days=1))
    sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, PHONE)
    clock.to(START + timedelta(days=400))
    assert device_marks.purge() == 0
    clock.move(seconds=1)
    assert (device_marks.purge(), len(marks())) == (1, 1)


def test_inventing_marks_or_throwing_one_away_brings_no_new_tries(rosa: Client, clock: Clock) -> None:
    for number in range(5):
        mistype(replace(STRANGER, mark=str(number) * 22), 1)
    for mark in ("9" * 22, None):
        with pytest.raises(TooManyAttempts):
            sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, replace(PHONE, mark=mark))


def test_each_wait_of_an_account_is_told_and_unlocking_clears_all(rosa: Client, clock: Clock) -> None:
    for browser in (PHONE, DESK, STRANGER):
        mistype(browser)
        found = why(rosa)
        assert found is not None and (found.cause, found.until) == (Cause.WAITS, clock.now + timedelta(minutes=1))
    remedies.unlock(rosa, factories.dana())
    assert cause_of(rosa) is None
    for browser in (PHONE, DESK, STRANGER):
        assert sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, browser)


def test_the_longest_wait_is_the_one_that_is_told(rosa: Client, clock: Clock) -> None:
    mistype(STRANGER)
    clock.move(minutes=1)
    mistype(STRANGER, 1)
    mistype(PHONE)
    found = why(rosa)
    assert found is not None and found.until == clock.now + timedelta(minutes=2)


def test_wrong_passwords_of_others_are_no_cause_once_the_client_has_got_in(rosa: Client, clock: Clock) -> None:
    mistype(STRANGER, 3)
    assert cause_of(rosa) is Cause.WRONG_PASSWORD
    clock.move(minutes=1)
    sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, PHONE)
    assert cause_of(rosa) is None


def test_a_browser_that_one_hundred_wrong_passwords_have_stopped_is_told(rosa: Client, clock: Clock) -> None:
    for _ in range(99):
        attempts.count(*sign_in_counters.counters(CLIENT, "rosie.d", PHONE.ip, PHONE.mark))
        clock.move(minutes=16)
    mistype(PHONE, 1)
    with pytest.raises(TooManyAttempts):
        sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, PHONE)
    db.session.rollback()
    assert db.session.query(Event).filter_by(kind="sign_in_stopped").count() == 1
    assert [line.client for line in needs_attention.lines() if line.cause == "stopped"] == [rosa]
    assert cause_of(rosa) is Cause.STOPPED
    with pytest.raises(NothingToUnlock):
        remedies.unlock(rosa, factories.dana())


def test_what_is_known_of_a_way_in_is_still_read_in_as_many_statements(rosa: Client) -> None:
    mistype(PHONE)
    mistype(DESK)
    db.session.rollback()
    client = Client.by_public_id(rosa.public_id)
    assert client is not None
    with counting.statements(db.engine) as sent:
        facts_of(client)
    assert len([statement for statement in sent if "device_mark" in statement]) == 1
