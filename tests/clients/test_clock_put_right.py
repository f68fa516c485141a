"""The clock of the machine was ahead and is right again: what was stored meanwhile lasts no longer than its rule."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from portal import heartbeat
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
from portal.mail import outbox
from portal.mail.troubles import Trouble
from portal.models import Attempt, Client, Link, OutgoingMail, SignIn
from portal.models.event import SYSTEM
from portal.models.link import LinkKind, LinkState
from portal.models.sign_in import ABSOLUTE_LIMIT
from tests.conftest import START, Clock
from tests.support import calls, cast, factories
from tests.support.obstacles import cause_of
from tests.support.renewing import ask as renew
from tests.support.renewing import newest

pytestmark = pytest.mark.usefixtures("mail_server_is_set")
AHEAD = [timedelta(hours=2), timedelta(days=3), timedelta(days=365)]
LIMITS = [value for value in vars(attempts).values() if isinstance(value, attempts.Limit)]
far = pytest.mark.parametrize("ahead", AHEAD, ids=str)


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


@far
def test_the_waits_begin_with_the_shortest_again(ahead: timedelta, app: Flask, clock: Clock) -> None:
    counter = (attempts.SIGN_IN_NAME, "a key")
    clock.to(START + ahead)
    fill(counter)
    for _ in range(3):
        clock.move(minutes=15)
        attempts.count(counter)
    clock.to(START)
    fill(counter)
    assert wait(counter) == timedelta(minutes=1)


def test_a_counter_is_not_kept_for_longer_than_the_longest_series(app: Flask, clock: Clock) -> None:
    clock.to(START + timedelta(days=3650))
    attempts.count((attempts.SIGN_IN_NAME, "a key"))
    clock.to(START)
    attempts.purge()
    clock.move(days=91)
    attempts.purge()
    assert db.session.query(Attempt).count() == 0


@far
def test_the_right_password_is_taken(ahead: timedelta, rosa: Client, clock: Clock) -> None:
    clock.to(START + ahead)
    calls.mistype_password(rosa, 5)
    clock.to(START)
    assert sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, factories.HERE)


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


@far
def test_a_session_in_use_lives_for_twelve_hours(ahead: timedelta, rosa: Client, clock: Clock) -> None:
    clock.to(START + ahead)
    cookie = factories.sign_in(rosa.account)  # type: ignore[arg-type]
    clock.to(START)
    assert lives_for(cookie, clock, timedelta(minutes=20), is_used=True) == ABSOLUTE_LIMIT


@far
def test_a_session_that_nobody_uses_ends_after_half_an_hour(ahead: timedelta, rosa: Client, clock: Clock) -> None:
    clock.to(START + ahead)
    cookie = factories.sign_in(rosa.account)  # type: ignore[arg-type]
    clock.to(START)
    assert lives_for(cookie, clock, timedelta(minutes=1), is_used=False) == timedelta(minutes=30)


def test_the_hours_before_the_clock_was_put_back_count(rosa: Client, clock: Clock) -> None:
    cookie = factories.sign_in(rosa.account)  # type: ignore[arg-type]
    for _ in range(15):
        row = sessions.live(CLIENT, cookie)
        assert row is not None
        sessions.seen(row)
        clock.move(minutes=20)
    clock.move(hours=-2, minutes=-20)
    left = ABSOLUTE_LIMIT - timedelta(hours=4, minutes=40)
    assert lives_for(cookie, clock, timedelta(minutes=20), is_used=True) == left


@far
def test_the_devices_of_a_client_are_told_as_they_are(ahead: timedelta, rosa: Client, clock: Clock) -> None:
    clock.to(START + ahead)
    cookie = factories.sign_in(rosa.account)  # type: ignore[arg-type]
    clock.to(START)
    assert sessions.live(CLIENT, cookie)
    db.session.rollback()
    row = db.session.query(SignIn).one()
    assert (row.created_at, row.last_seen_at) == (START, START)


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


@far
def test_such_a_link_does_not_come_alive_when_its_time_comes(ahead: timedelta, rosa: Client, clock: Clock) -> None:
    link = link_made(START + ahead, rosa, clock)
    link_purge.end_those_of_the_future()
    clock.to(START + ahead + timedelta(minutes=1))
    db.session.rollback()
    assert link.state(clock.now) is LinkState.EXPIRED


@far
def test_an_invitation_of_the_future_has_expired_for_staff_too(ahead: timedelta, app: Flask, clock: Clock) -> None:
    nora = factories.nora()
    clock.to(START + ahead)
    factories.invite(nora)
    clock.to(START)
    assert status_of(nora).status is Status.EXPIRED
    assert [row.status for row in search.page("", Status.EXPIRED).rows if row.client == nora] == [Status.EXPIRED]


def test_an_answer_of_the_future_is_asked_again(rosa: Client, clock: Clock) -> None:
    link = factories.send_reset(rosa)
    clock.move(hours=3)
    assert rosa.birth_date
    text = factories.text_of(link)
    birth_date_check.confirm_birth_date(text, LinkKind.PASSWORD_RESET, "nonce", rosa.birth_date, SYSTEM)
    clock.to(START)
    with pytest.raises(BirthDateNotConfirmed):
        birth_date_check.require_ready(links.find(text, LinkKind.PASSWORD_RESET), "nonce")


@far
def test_mails_of_the_future_use_up_no_quota_and_no_pause(ahead: timedelta, app: Flask, clock: Clock) -> None:
    nora = factories.nora()
    for number in range(5):
        clock.to(START + ahead + timedelta(minutes=2 * number))
        factories.invite(nora)
    clock.to(START)
    assert send_invitation(nora, factories.dana()).state(clock.now) is LinkState.LIVE


@far
def test_links_asked_for_in_the_future_do_not_count(ahead: timedelta, rosa: Client, clock: Clock) -> None:
    clock.to(START + ahead)
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


@far
def test_a_mail_is_not_tried_again_in_the_future_only(ahead: timedelta, rosa: Client, clock: Clock) -> None:
    factories.send_reset(rosa)
    clock.to(START + min(ahead, timedelta(hours=40)))
    mail = outbox.claim()
    assert mail is not None
    outbox.delayed(mail, Trouble.NO_ANSWER, "TimeoutError", is_ours=True)
    clock.to(START)
    assert outbox.claim() == mail


def test_a_mail_waits_while_a_clock_is_behind_and_goes_out_when_it_is_right(rosa: Client, clock: Clock) -> None:
    factories.send_reset(rosa)
    clock.to(START - timedelta(days=2))
    assert outbox.claim() is None
    clock.to(START + timedelta(minutes=1))
    mail = outbox.claim()
    assert mail is not None and mail.link is not None and mail.link.state(clock.now) is LinkState.LIVE


def test_a_lease_of_the_future_holds_nobody_up(rosa: Client, clock: Clock) -> None:
    factories.send_reset(rosa)
    clock.move(hours=3)
    mail = outbox.claim()
    clock.to(START)
    assert mail is not None and outbox.claim() == mail


def test_a_lease_and_a_next_try_within_their_rule_are_kept(rosa: Client, clock: Clock) -> None:
    factories.send_reset(rosa)
    mail = outbox.claim()
    assert mail is not None and outbox.claim() is None
    outbox.delayed(mail, Trouble.NO_ANSWER, "TimeoutError", is_ours=True)
    assert outbox.claim() is None
    assert db.session.query(OutgoingMail).count() == 1


@far
def test_a_worker_of_the_future_is_not_alive(ahead: timedelta, app: Flask, clock: Clock) -> None:
    clock.to(START + ahead)
    heartbeat.beat()
    clock.to(START)
    assert not heartbeat.is_alive()


@far
def test_what_the_client_did_in_the_future_hides_no_cause(ahead: timedelta, rosa: Client, clock: Clock) -> None:
    clock.to(START + ahead)
    sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, factories.HERE)
    clock.to(START)
    calls.mistype_password(rosa, 2)
    assert cause_of(rosa) is Cause.WRONG_PASSWORD


@far
def test_a_reset_asked_for_in_the_future_is_no_cause(ahead: timedelta, rosa: Client, clock: Clock) -> None:
    clock.to(START + ahead)
    calls.ask_in_vain(rosa)
    clock.to(START)
    assert cause_of(rosa) is None


def test_a_wait_of_the_future_cannot_be_unlocked_as_there_is_none(rosa: Client, clock: Clock) -> None:
    clock.move(days=365)
    calls.mistype_password(rosa, 5)
    clock.to(START)
    with pytest.raises(remedies.NothingToUnlock):
        remedies.unlock(rosa, factories.dana())
