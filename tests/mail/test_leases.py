"""Leases: of several workers, and of one that was lost, each mail goes out once."""

import os
import subprocess
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask

from portal import leases
from portal.config import Settings
from portal.database import writing
from portal.extensions import db
from portal.mail import envelope, outbox
from portal.mail.troubles import Trouble
from portal.models.outgoing_mail import MailState
from tests.conftest import Clock
from tests.support import crowd, factories
from tests.support.cast import Person
from tests.support.draining import drain, mail_worker
from tests.support.mails import link_in
from tests.support.post import claimed, newest, rounds, rows, states
from tests.support.server import Server, wait_until
from tests.support.smtp import Receiver

pytestmark = pytest.mark.usefixtures("app")


# case 102
def test_after_the_lease_of_a_lost_worker_the_same_mail_goes_out_once_more(smtp: Receiver, clock: Clock) -> None:
    factories.theo()
    lost = claimed()
    once = envelope.compose(lost)
    db.session.rollback()
    clock.to(clock.now + outbox.LEASE - timedelta(seconds=1))
    rounds()
    assert (states(), smtp.messages) == ([MailState.SENDING], [])
    clock.move(seconds=1)
    rounds(3)
    assert states() == [MailState.SENT]
    (again,) = smtp.messages
    assert (again["Message-ID"], link_in(again)) == (once["Message-ID"], link_in(once))


@pytest.mark.parametrize("late", [
    lambda mail: outbox.sent(mail, "250"), lambda mail: outbox.failed(mail, Trouble.NO_MAILBOX, "550"),
    lambda mail: outbox.delayed(mail, Trouble.LATER, "421"),
])  # fmt: skip
def test_a_worker_that_was_too_slow_writes_nothing_over_the_next_ones_word(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, late: Callable[[object], None]
) -> None:
    factories.theo()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(outbox, "holder", lambda: "1:1")
        slow = claimed()
        clock.to(clock.now + outbox.LEASE)
        elsewhere.setattr(outbox, "holder", lambda: "2:2")
        assert outbox.claim() is not None
        elsewhere.setattr(outbox, "holder", lambda: "1:1")
        late(slow)
    mail = newest()
    assert (mail.state, mail.lease_holder, mail.reason) == (MailState.SENDING, "2:2", None)


def test_at_the_start_only_the_leases_of_dead_processes_are_freed() -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    holders = [f"{ended.pid}:123", f"{os.getpid()}:1", leases.holder(), "", "what"]
    for number, name in enumerate(holders):
        factories.invite(factories.make_client(Person("A", str(number), f"a{number}@example.com")))
        mail = claimed()
        with writing():
            mail.lease_holder = name
    assert outbox.free_orphans() == 4
    assert [mail.lease_holder for mail in rows()] == [None, None, leases.holder(), None, None]
    assert states().count(MailState.SENDING) == 1


# case 104
def test_of_two_workers_that_saw_the_same_mail_one_gets_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.theo()
    begin, taken = outbox.writing, []

    def claim() -> None:
        with app.app_context():
            taken.append(outbox.claim())

    def begin_too_late() -> AbstractContextManager[None]:
        monkeypatch.setattr(outbox, "writing", begin)
        other = threading.Thread(target=claim)
        other.start()
        other.join()
        return begin()

    monkeypatch.setattr(outbox, "writing", begin_too_late)
    claim()
    assert [mail is not None for mail in taken] == [True, False]


# case 104
def test_two_workers_send_forty_mails_once_each(settings: Settings, smtp: Receiver) -> None:
    addresses, portal = crowd.queue(40), Server(settings.data_dir, smtp.port)
    with mail_worker(portal) as one, mail_worker(portal) as other:
        smtp.wait_for(40, 60)
        wait_until(lambda: set(states()) == {MailState.SENT}, "all are settled", 20)
        for process in (one, other):
            process.terminate()
            assert process.wait(15) == 0
    assert sorted(smtp.recipients) == sorted(addresses)
    assert len({message["Message-ID"] for message in smtp.messages}) == 40


def test_kill_9_loses_no_mail_and_repeats_one_at_most_each_time(settings: Settings, smtp: Receiver) -> None:
    drain(Server(settings.data_dir, smtp.port), smtp, mails=120, kills=5)
