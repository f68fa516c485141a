"""When the worker tries again, and when it stops."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from portal.config_values import MailServer
from portal.database import writing
from portal.extensions import db
from portal.mail import outbox
from portal.mail.troubles import Trouble
from portal.models import Event
from portal.models.link import LinkState
from portal.models.outgoing_mail import MailState
from tests.conftest import START, Clock
from tests.support import factories
from tests.support.post import claimed, newest, rounds, states, use
from tests.support.smtp import Receiver, free_port

pytestmark = pytest.mark.usefixtures("app")


def _no_server(_: Receiver) -> None:
    use(MailServer("127.0.0.1", free_port(), "none"))


TROUBLES: list[Callable[[Receiver], object]] = [
    lambda smtp: smtp.script.update(greeting=["421 busy"] * 99),
    lambda smtp: smtp.rcpt_replies.extend(["451 greylisted"] * 99),
]


# case 106
@pytest.mark.parametrize("trouble", TROUBLES)
def test_trouble_is_tried_again_after_1_5_15_60_minutes_and_then_hourly(
    smtp: Receiver, clock: Clock, trouble: Callable[[Receiver], object]
) -> None:
    trouble(smtp)
    factories.theo()
    tries: list[datetime] = []
    for _ in range(7):
        rounds()
        mail = newest()
        assert (mail.state, mail.attempts, bool(mail.reason)) == (MailState.WAITING, len(tries) + 1, True)
        tries.append(clock.now)
        clock.to(mail.next_try_at - timedelta(seconds=1))
        rounds()
        assert newest().attempts == len(tries), "tried too early"
        clock.move(seconds=1)
    waits = [(later - earlier).total_seconds() / 60 for earlier, later in pairwise(tries)]
    assert waits == [1, 5, 15, 60, 60, 60]
    assert smtp.messages == []


# cases 106 and 113
def test_no_mail_leaves_once_its_link_has_run_out(smtp: Receiver, clock: Clock) -> None:
    _no_server(smtp)
    factories.theo()
    for _ in range(12):
        rounds()
        clock.move(hours=6)
    assert states() == [MailState.EXPIRED]
    assert db.session.query(Event).filter_by(kind="mail_not_sent").count() == 1
    use(MailServer("127.0.0.1", smtp.port, "none"))
    clock.move(hours=1)
    rounds(3)
    assert (states(), smtp.messages) == ([MailState.EXPIRED], [])


def test_a_mail_without_a_link_is_given_up_after_two_days(smtp: Receiver, clock: Clock) -> None:
    _no_server(smtp)
    rosa = factories.rosa()
    with writing():
        outbox.put("password_changed", "rosa.delgado@example.com", client_id=rosa.id)
    for _ in range(10):
        rounds()
        clock.move(hours=6)
    assert states() == [MailState.EXPIRED]


def test_another_trouble_than_before_is_told_from_when_it_began(clock: Clock) -> None:
    factories.theo()
    for minutes, trouble in enumerate((Trouble.LATER, Trouble.NO_ANSWER)):
        clock.move(minutes=minutes)
        mail = claimed()
        outbox.delayed(mail, trouble, "")
    assert newest().delayed_at == clock.now


def test_the_last_try_is_not_after_the_end_of_the_link(clock: Clock) -> None:
    factories.theo()
    clock.move(hours=47, minutes=59, seconds=30)
    mail = claimed()
    outbox.delayed(mail, Trouble.NO_ANSWER, "")
    clock.move(seconds=30)
    assert outbox.claim() is None and states() == [MailState.EXPIRED]


# the clock of the machine was ahead or behind, and is right again
def test_a_mail_is_not_tried_again_in_the_future_only(clock: Clock) -> None:
    factories.theo()
    clock.to(START + timedelta(hours=40))
    mail = claimed()
    outbox.delayed(mail, Trouble.NO_ANSWER, "TimeoutError", is_ours=True)
    clock.to(START)
    assert outbox.claim() == mail


def test_a_mail_waits_while_a_clock_is_behind_and_goes_out_when_it_is_right(clock: Clock) -> None:
    factories.theo()
    clock.to(START - timedelta(days=2))
    assert outbox.claim() is None
    clock.to(START + timedelta(minutes=1))
    mail = claimed()
    assert mail.link is not None and mail.link.state(clock.now) is LinkState.LIVE


def test_a_lease_of_the_future_holds_nobody_up_and_one_within_its_rule_is_kept(clock: Clock) -> None:
    factories.theo()
    clock.move(hours=3)
    mail = claimed()
    clock.to(START)
    assert outbox.claim() == mail and outbox.claim() is None
    outbox.delayed(mail, Trouble.NO_ANSWER, "TimeoutError", is_ours=True)
    assert outbox.claim() is None
