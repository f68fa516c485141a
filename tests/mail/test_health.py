"""What is known of the practice's mail, and when somebody has to look at it."""

import pytest
from flask import Flask

from portal import heartbeat
from portal.credentials.invitations import send_invitation, withdraw_invitation
from portal.diagnosis import needs_attention
from portal.extensions import db
from portal.mail import health
from portal.mail.health import MailHealth
from portal.mail.hold import set_hold
from portal.models import Client, OutgoingMail
from tests.conftest import START, Clock
from tests.support import cast, factories
from tests.support.cast import Person
from tests.support.counting import statements
from tests.support.post import rounds
from tests.support.smtp import Receiver
from tests.support.troubles import WRONG_PASSWORD, delay, troubled, waiting

SENTENCE = "The mail server did not take username and password"


def health_now() -> MailHealth:
    db.session.rollback()
    return health.read()


def lines() -> list[tuple[str, str]]:
    db.session.rollback()
    return [(line.cause, line.sentence) for line in needs_attention.lines() if line.client is None]


def test_what_waits_is_told_with_since_when_and_what_was_sent_with_when_it_was_last(app: Flask, clock: Clock) -> None:
    found = health_now()
    assert (found.is_alive, found.is_under_way, lines()) == (False, False, []), "a portal that was only just made"
    assert (found.waiting, found.oldest_at, found.sent_at, found.trouble) == (0, None, None, None)
    waiting(factories.make_client(cast.THEO))
    assert lines() == [("mail_worker", "The mail worker is not running; 1 mail waits")]
    heartbeat.beat()
    clock.move(seconds=70)
    waiting(factories.make_client(cast.NORA))
    found = health_now()
    assert (found.waiting, found.oldest_at, found.is_under_way, lines()) == (2, START, True, [])
    rounds()
    assert (health_now().waiting, health_now().sent_at) == (0, clock.now)


def test_a_hold_stands_from_the_first_press_until_the_release(app: Flask, clock: Clock) -> None:
    for _ in range(2):
        set_hold(True, factories.dana())
        clock.move(minutes=1)
    assert health_now().held_at == START
    set_hold(False, factories.dana())
    assert health_now().held_at is None


def test_a_trouble_of_our_own_is_one_line_however_many_mails_wait(app: Flask, clock: Clock) -> None:
    heartbeat.beat()
    troubled()
    clock.move(minutes=1)
    troubled(cast.NORA), waiting(factories.make_client(cast.EZRA))
    assert (health_now().trouble, health_now().trouble_since) == (WRONG_PASSWORD, START)
    assert lines() == [("mail_trouble", f"{SENTENCE}; 3 mails wait")]


def test_a_trouble_ends_with_the_next_success_and_begins_again_after_it(app: Flask, clock: Clock) -> None:
    heartbeat.beat()
    old = troubled()
    clock.move(seconds=30)
    factories.invite(factories.make_client(cast.NORA))
    rounds()
    assert (health_now().waiting, health_now().trouble, lines()) == (1, None, [])
    sent_at = clock.now
    clock.move(seconds=30)
    delay(old)
    db.session.commit()
    assert (health_now().trouble, health_now().trouble_since) == (WRONG_PASSWORD, sent_at)


def test_a_dismissed_trouble_comes_back_only_after_a_mail_has_been_sent_between(app: Flask, clock: Clock) -> None:
    heartbeat.beat()
    first = troubled()
    _dismiss()
    clock.move(seconds=80)
    troubled(cast.NORA)
    assert lines() == []
    _send_all(first)
    assert (health_now().trouble, lines()) == (None, [])
    troubled(cast.EZRA)
    assert lines() == [("mail_trouble", f"{SENTENCE}; 1 mail waits")]


POLICY = "the mail server's rules refused it, not because of the address"


def _refused(person: Person, reply: str, smtp: Receiver) -> Client:
    client = factories.make_client(person)
    factories.invite(client)
    smtp.rcpt_replies.append(reply)
    rounds()
    return client


def test_refusals_by_the_practices_own_fault_are_one_line_for_each_fault_and_none_for_each_client(
    app: Flask, clock: Clock, smtp: Receiver
) -> None:
    heartbeat.beat()
    for person in (cast.THEO, cast.NORA):
        _refused(person, "554 5.7.1 Relay access denied", smtp)
    _refused(cast.EZRA, "550 5.7.26 no DMARC", smtp)
    found = dict.fromkeys(line.sentence for line in needs_attention.lines())
    assert list(found) == [
        "1 mail not delivered: refused because the sender's domain is not proven (SPF, DKIM, DMARC)",
        f"2 mails not delivered: {POLICY}",
    ]
    assert health_now().server_said == "550 5.7.26 no DMARC"


def test_such_a_line_goes_when_they_are_sent_again_or_not_wanted_any_more(
    app: Flask, clock: Clock, smtp: Receiver
) -> None:
    heartbeat.beat()
    theo, nora = (_refused(person, "554 5.7.1 Relay access denied", smtp) for person in (cast.THEO, cast.NORA))
    clock.move(minutes=1)
    send_invitation(theo, factories.dana())
    rounds()
    assert lines() == [("mail_refused", f"1 mail not delivered: {POLICY}")]
    withdraw_invitation(nora, factories.dana())
    assert lines() == []


def test_it_comes_back_after_it_was_dismissed_only_with_a_further_mail(
    app: Flask, clock: Clock, smtp: Receiver
) -> None:
    heartbeat.beat()
    _refused(cast.THEO, "554 5.7.1 Relay access denied", smtp)
    _dismiss()
    assert lines() == []
    _refused(cast.NORA, "554 5.7.1 Relay access denied", smtp)
    assert lines() == [("mail_refused", f"2 mails not delivered: {POLICY}")]


def test_a_full_mailbox_is_told_with_its_client(app: Flask, clock: Clock, smtp: Receiver) -> None:
    heartbeat.beat()
    theo = _refused(cast.THEO, "552 5.2.2 Over quota", smtp)
    (line,) = needs_attention.lines()
    assert (line.cause, line.client, lines()) == ("not_delivered", theo, [])
    assert line.sentence == f"Not delivered to {cast.THEO.email}: the mailbox is full"


@pytest.mark.parametrize(("seconds", "is_line"), [(89, False), (90, True)])
def test_a_worker_that_has_been_silent_for_a_minute_and_a_half_is_a_line(
    app: Flask, clock: Clock, seconds: float, is_line: bool
) -> None:
    heartbeat.beat()
    clock.move(seconds=seconds)
    assert lines() == [("mail_worker", "The mail worker is not running; no mails wait")] * is_line


def test_a_worker_that_stops_again_is_a_new_line(app: Flask, clock: Clock) -> None:
    heartbeat.beat()
    clock.move(minutes=2)
    _dismiss()
    assert lines() == []
    heartbeat.beat()
    clock.move(minutes=2)
    assert [cause for cause, _ in lines()] == ["mail_worker"]


@pytest.mark.parametrize(("minutes", "is_line"), [(60, False), (61, True)])
def test_a_hold_of_more_than_an_hour_is_a_line(app: Flask, clock: Clock, minutes: float, is_line: bool) -> None:
    set_hold(True, factories.dana())
    waiting(factories.make_client(cast.THEO))
    clock.move(minutes=minutes)
    heartbeat.beat()
    assert lines() == [("mail_held", "All mail is held; 1 mail waits")] * is_line


def test_the_facts_cost_seven_statements(app: Flask) -> None:
    with statements(db.engine) as seen:
        health.read()
    assert len(seen) == 7


def _dismiss() -> None:
    (line,) = (line for line in needs_attention.lines() if line.client is None)
    assert needs_attention.dismiss(line.cause, line.subject, factories.dana())


def _send_all(first: OutgoingMail) -> None:
    """The mail server takes everything again."""
    db.session.rollback()
    for mail in db.session.query(OutgoingMail).filter_by(state="waiting"):
        mail.next_try_at = first.created_at
    db.session.commit()
    rounds()
