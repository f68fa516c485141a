"""The clock of the machine was ahead and is right again: what was stored meanwhile lasts no longer than its rule."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from portal.authentication import sessions
from portal.authentication.audiences import CLIENT
from portal.clients import search
from portal.clients.portal_status import Status, status_of
from portal.credentials import birth_date_check, forgotten_passwords, link_purge, links, renewals
from portal.credentials.invitations import send_invitation
from portal.credentials.renewals import renewal_of
from portal.database import writing
from portal.diagnosis import remedies
from portal.diagnosis.diagnose import Cause
from portal.errors import BirthDateNotConfirmed, LinkDead, TooManyAttempts
from portal.extensions import db
from portal.limits import attempts, sent_mail
from portal.models import Attempt, Client, Link
from portal.models.link import LinkKind, LinkState
from tests.conftest import START, Clock
from tests.support import calls, cast, factories
from tests.support.obstacles import cause_of
from tests.support.renewing import ask as renew
from tests.support.renewing import newest

pytestmark = pytest.mark.usefixtures("mail_server_is_set")
AHEAD = timedelta(days=365)
LIMITS = [value for value in vars(attempts).values() if isinstance(value, attempts.Limit)]
far = pytest.mark.parametrize("ahead", [timedelta(hours=2), AHEAD], ids=str)


@pytest.fixture
def rosa(app: Flask, clock: Clock) -> Client:
    return factories.rosa()


def wait(counter: attempts.Counter) -> timedelta:
    try:
        attempts.check(counter)
    except TooManyAttempts as error:
        return error.until - START
    finally:
        db.session.rollback()
    return timedelta(0)


def fill(counter: attempts.Counter) -> None:
    for _ in range(counter[0].allowed):
        attempts.count(counter)


@far
@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_a_wait_lasts_no_longer_than_the_rule_says(
    limit: attempts.Limit, ahead: timedelta, app: Flask, clock: Clock
) -> None:
    counter = (limit, "a key")
    clock.to(START + ahead)
    fill(counter)
    clock.to(START)
    assert wait(counter) <= limit.longest_wait
    clock.move(seconds=limit.longest_wait.total_seconds())
    for _ in range(limit.allowed):
        assert wait(counter) == timedelta(0)
        attempts.count(counter)
    assert timedelta(0) < wait(counter) - limit.longest_wait <= limit.longest_wait


def test_the_waits_begin_with_the_shortest_again_and_no_counter_is_kept_for_good(app: Flask, clock: Clock) -> None:
    counter = (attempts.SIGN_IN_NAME, "a key")
    clock.to(START + AHEAD)
    fill(counter)
    for _ in range(3):
        clock.move(minutes=15)
        attempts.count(counter)
    clock.to(START)
    fill(counter)
    assert wait(counter) == timedelta(minutes=1)
    clock.to(START + AHEAD * 10)
    attempts.count(counter)
    clock.to(START)
    attempts.purge()
    clock.move(days=91)
    attempts.purge()
    assert db.session.query(Attempt).count() == 0


def link_made(moment: datetime, rosa: Client, clock: Clock) -> Link:
    clock.to(moment)
    link = factories.send_reset(rosa)
    clock.to(START)
    return link


@far
def test_a_link_that_was_made_in_the_future_opens_nothing(ahead: timedelta, rosa: Client, clock: Clock) -> None:
    link = link_made(START + ahead, rosa, clock)
    assert link.state(clock.now) is LinkState.EXPIRED
    with pytest.raises(LinkDead):
        links.opened(factories.text_of(link), LinkKind.PASSWORD_RESET)
    with pytest.raises(LinkDead), writing():
        links.spend(link, "nonce")


def test_a_clock_that_is_put_back_a_little_ends_no_link(rosa: Client, clock: Clock) -> None:
    link = link_made(START + timedelta(minutes=59), rosa, clock)
    assert links.opened(factories.text_of(link), LinkKind.PASSWORD_RESET) == link


def test_such_an_invitation_has_expired_for_staff_too_and_does_not_come_alive_when_its_time_comes(
    app: Flask, clock: Clock
) -> None:
    nora = factories.nora()
    clock.to(START + AHEAD)
    link = factories.invite(nora)
    clock.to(START)
    assert status_of(nora).status is Status.EXPIRED
    assert [row.status for row in search.page("", Status.EXPIRED).rows if row.client == nora] == [Status.EXPIRED]
    link_purge.end_those_of_the_future()
    clock.to(START + AHEAD + timedelta(minutes=1))
    db.session.rollback()
    assert link.state(clock.now) is LinkState.EXPIRED


def test_an_answer_of_the_future_is_asked_again(rosa: Client, clock: Clock) -> None:
    link = factories.send_reset(rosa)
    clock.move(hours=3)
    text = calls.confirm(link)
    clock.to(START)
    with pytest.raises(BirthDateNotConfirmed):
        birth_date_check.require_ready(links.find(text, LinkKind.PASSWORD_RESET), "nonce")


def test_mails_of_the_future_use_up_no_quota_and_no_pause(app: Flask, clock: Clock) -> None:
    nora = factories.nora()
    for number in range(5):
        clock.to(START + AHEAD + timedelta(minutes=2 * number))
        factories.invite(nora)
    clock.to(START)
    assert send_invitation(nora, factories.dana()).state(clock.now) is LinkState.LIVE


def test_links_asked_for_in_the_future_do_not_count(rosa: Client, clock: Clock) -> None:
    clock.to(START + AHEAD)
    for _ in range(4):
        forgotten_passwords.ask(CLIENT, "rosie.d", cast.ROSA.email, "10.0.0.1")
        forgotten_passwords.answer_all()
    clock.to(START)
    forgotten_passwords.ask(CLIENT, "rosie.d", cast.ROSA.email, "10.0.0.1")
    forgotten_passwords.answer_all()
    db.session.rollback()
    assert db.session.query(Link).count() == 4
    assert sent_mail.may_renew(rosa.id)


def test_a_renewal_can_be_asked_for_in_place_of_a_link_of_the_future(app: Flask, clock: Clock) -> None:
    ezra = factories.ezra()
    clock.to(START + timedelta(days=365))
    factories.invite(ezra)
    clock.to(START)
    assert renewal_of(newest(ezra)) is renewals.Renewal.OFFERED
    assert renew(newest(ezra)).state(clock.now) is LinkState.LIVE


def test_what_the_client_did_in_the_future_hides_no_cause_and_is_none(rosa: Client, clock: Clock) -> None:
    clock.to(START + AHEAD)
    sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, factories.HERE)
    calls.ask_in_vain(rosa)
    clock.to(START)
    assert cause_of(rosa) is None
    calls.mistype_password(rosa, 2)
    assert cause_of(rosa) is Cause.WRONG_PASSWORD


def test_a_wait_of_the_future_cannot_be_unlocked_as_there_is_none(rosa: Client, clock: Clock) -> None:
    clock.move(days=365)
    calls.mistype_password(rosa, 5)
    clock.to(START)
    with pytest.raises(remedies.NothingToUnlock):
        remedies.unlock(rosa, factories.dana())
