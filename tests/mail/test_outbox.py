"""The queue: nothing is mailed twice, nothing that is over is mailed at all."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from portal import config
from portal.config import Settings
from portal.credentials import access, emails, invitations
from portal.credentials.status import Status, status_of
from portal.database import writing
from portal.extensions import db
from portal.mail import messages, outbox
from portal.models import Client, Event, Link
from portal.models.outgoing_mail import MailState
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.cast import Person
from tests.support.post import newest, rounds, rows, states
from tests.support.server import PORTAL, wait_until
from tests.support.smtp import Receiver, link_in

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def environment(smtp: Receiver) -> dict[str, str]:
    return {"PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_PORT": str(smtp.port), "PORTAL_MAIL_SECURITY": "none"}


def test_link_event_and_mail_come_together_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    nora = factories.nora()
    monkeypatch.setattr(config, "current", lambda: 1 / 0)  # the mail row cannot be made: the disk is full, say
    with pytest.raises(ZeroDivisionError):
        factories.invite(nora)
    assert (rows(), db.session.query(Link).count(), db.session.query(Event).count()) == ([], 0, 0)


def test_the_message_id_is_on_the_domain_of_the_sender_and_different_each_time() -> None:
    factories.theo()
    factories.invite(factories.nora())
    first, second = (mail.message_id for mail in rows())
    assert first != second
    assert first.endswith("@127.0.0.1>") and len(first) > 30


# 110, fails without the UPDATE of waiting mails in links.end_open
def test_of_two_invites_in_the_queue_only_the_second_leaves(smtp: Receiver, clock: Clock) -> None:
    theo = factories.theo()
    clock.move(minutes=2)
    newer = invitations.send(theo, factories.dana())
    assert states() == [MailState.CANCELLED, MailState.WAITING]
    rounds(2)
    assert states() == [MailState.CANCELLED, MailState.SENT]
    (message,) = smtp.messages
    assert link_in(message).endswith(factories.text_of(newer))


def _withdraw(client: Client) -> None:
    invitations.withdraw(client, factories.dana())


def _change(client: Client) -> None:
    emails.change(client.emails[0], "new@example.com", factories.dana())


def _another_default(client: Client) -> None:
    added = emails.add(client, "new@example.com", factories.dana())
    emails.make_default(added, factories.dana())


def _delete(client: Client) -> None:
    emails.delete(client.emails[0], factories.dana())


# 111, fails without the UPDATE of waiting mails in links.end_open
@pytest.mark.parametrize("act", [_withdraw, _change, _another_default, _delete])
def test_a_mail_in_the_queue_is_not_sent_once_its_link_was_ended(smtp: Receiver, act: Callable[[Client], None]) -> None:
    theo = factories.theo()
    act(theo)
    rounds(2)
    assert (states(), smtp.messages) == ([MailState.CANCELLED], [])
    assert status_of(theo).status is Status.NOT_SET_UP


def test_a_reset_in_the_queue_is_not_sent_once_access_was_turned_off(smtp: Receiver) -> None:
    rosa = factories.rosa()
    factories.send_reset(rosa)
    access.set_access(rosa, False, factories.dana())
    rounds(2)
    assert (states(), smtp.messages) == ([MailState.CANCELLED], [])


# fails without _settle_if_pointless in claim
def test_right_before_sending_the_address_must_still_be_the_default(smtp: Receiver) -> None:
    theo = factories.theo()
    writing()
    theo.emails[0].is_default = False  # by whatever way, the link still being alive
    db.session.commit()
    rounds()
    assert (states(), newest().reason, smtp.messages) == (
        [MailState.CANCELLED], "The default email changed first.", [],
    )  # fmt: skip


# fails without _settle_if_pointless in claim
def test_right_before_sending_the_link_must_still_be_alive(smtp: Receiver) -> None:
    factories.theo()
    mail = newest()
    assert mail.link is not None
    writing()
    mail.link.used_at = mail.created_at
    db.session.commit()
    rounds()
    assert (states(), newest().reason, smtp.messages) == ([MailState.CANCELLED], "Its link ended first.", [])
    assert db.session.query(Event).filter_by(kind="mail_not_sent", client_id=mail.client_id).count() == 1


# 102, fails without lease_until in _is_due (never again) and without the row's own message_id in compose (another one)
def test_after_the_lease_of_a_lost_worker_the_same_mail_goes_out_once_more(smtp: Receiver, clock: Clock) -> None:
    factories.theo()
    lost = outbox.claim()
    assert lost is not None
    once = messages.compose(lost)
    db.session.rollback()
    clock.move(seconds=59)
    rounds()
    assert (states(), smtp.messages) == ([MailState.SENDING], [])
    clock.move(seconds=1)
    rounds(3)
    assert states() == [MailState.SENT]
    (again,) = smtp.messages
    assert (again["Message-ID"], link_in(again)) == (once["Message-ID"], link_in(once))


# fails where _lock() does not look at the holder
@pytest.mark.parametrize("late", [
    lambda mail: outbox.sent(mail, "250"), lambda mail: outbox.failed(mail, "no such mailbox", "550"),
    lambda mail: outbox.delayed(mail, "busy", "421"),
])  # fmt: skip
def test_a_worker_that_was_too_slow_writes_nothing_over_the_next_ones_word(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, late: Callable[[object], None]
) -> None:
    factories.theo()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(outbox, "holder", lambda: "1:1")
        slow = outbox.claim()
        assert slow is not None
        clock.move(seconds=61)
        elsewhere.setattr(outbox, "holder", lambda: "2:2")
        assert outbox.claim() is not None
        elsewhere.setattr(outbox, "holder", lambda: "1:1")
        late(slow)
    mail = newest()
    assert (mail.state, mail.lease_holder, mail.reason) == (MailState.SENDING, "2:2", None)


def test_at_the_start_only_the_leases_of_dead_processes_are_freed() -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    holders = [f"{ended.pid}:123", f"{os.getpid()}:1", outbox.holder(), "", "what"]
    for number, name in enumerate(holders):
        factories.invite(factories.make_client(Person("A", str(number), f"a{number}@example.com")))
        mail = outbox.claim()
        assert mail is not None
        writing()
        mail.lease_holder = name
        db.session.commit()
    assert outbox.free_orphans() == 4
    assert [mail.lease_holder for mail in rows()] == [None, None, outbox.holder(), None, None]
    assert states().count(MailState.SENDING) == 1


def test_the_mail_that_waits_longest_goes_first(clock: Clock, smtp: Receiver) -> None:
    for person in (cast.THEO, cast.NORA, cast.EZRA):
        factories.invite(factories.make_client(person))
        clock.move(seconds=1)
    rounds()
    assert smtp.recipients == ["theo@example.com", "nora@example.com", "ezra@example.com"]


@contextmanager
def _worker(settings: Settings, environment: dict[str, str]) -> Iterator[None]:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    variables |= environment | {"PORTAL_DATA_DIR": str(settings.data_dir)}
    process = subprocess.Popen([PORTAL, "worker"], env=variables, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0


# 104, fails without _is_due(now) in the UPDATE of claim
def test_two_workers_send_a_hundred_mails_once_each(
    app: Flask, settings: Settings, environment: dict[str, str], smtp: Receiver
) -> None:
    addresses = [f"client{number}@example.com" for number in range(100)]
    for address in addresses:
        factories.invite(factories.make_client(Person("Kim", "Lee", address)))
    with _worker(settings, environment), _worker(settings, environment):
        smtp.wait_for(100, 60)
        wait_until(lambda: states() == [MailState.SENT] * 100, "all are settled", 20)
    assert sorted(smtp.recipients) == sorted(addresses)
    assert len({message["Message-ID"] for message in smtp.messages}) == 100
