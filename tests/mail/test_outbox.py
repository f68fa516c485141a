"""The queue: nothing is mailed twice, nothing that is over is mailed at all."""

from collections.abc import Callable

import pytest

from portal import config
from portal.clients import email_addresses
from portal.clients.portal_status import Status, status_of
from portal.credentials import portal_access
from portal.credentials.invitations import send_invitation, withdraw_invitation
from portal.database import writing
from portal.extensions import db
from portal.models import Client, Event, Link, Staff
from portal.models.event import Actor
from portal.models.outgoing_mail import MailState
from portal.practice import staff_accounts, staff_invitations
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.post import newest, rounds, rows, states
from tests.support.smtp import Receiver, link_in

pytestmark = pytest.mark.usefixtures("app")


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


# 110
def test_of_two_invites_in_the_queue_only_the_second_leaves(smtp: Receiver, clock: Clock) -> None:
    theo = factories.theo()
    clock.move(minutes=2)
    newer = send_invitation(theo, factories.dana())
    assert states() == [MailState.CANCELLED, MailState.WAITING]
    rounds(2)
    assert states() == [MailState.CANCELLED, MailState.SENT]
    (message,) = smtp.messages
    assert link_in(message).endswith(factories.text_of(newer))


def _withdraw(client: Client) -> None:
    withdraw_invitation(client, factories.dana())


def _change(client: Client) -> None:
    email_addresses.change(client.emails[0], "new@example.com", factories.dana())


# 111
@pytest.mark.parametrize("act", [_withdraw, _change])
def test_a_mail_in_the_queue_is_not_sent_once_its_link_was_ended(smtp: Receiver, act: Callable[[Client], None]) -> None:
    theo = factories.theo()
    act(theo)
    rounds(2)
    assert (states(), smtp.messages) == ([MailState.CANCELLED], [])
    assert status_of(theo).status is Status.NOT_SET_UP


def test_a_reset_in_the_queue_is_not_sent_once_access_was_turned_off(smtp: Receiver) -> None:
    rosa = factories.rosa()
    factories.send_reset(rosa)
    portal_access.set_access(rosa, False, factories.dana())
    rounds(2)
    assert (states(), smtp.messages) == ([MailState.CANCELLED], [])


def test_right_before_sending_the_address_must_still_be_the_default(smtp: Receiver) -> None:
    theo = factories.theo()
    with writing():
        theo.emails[0].is_default = False  # by whatever way, the link still being alive
    rounds()
    assert (states(), newest().reason, smtp.messages) == (
        [MailState.CANCELLED], "The default email changed first.", [],
    )  # fmt: skip


def test_right_before_sending_the_address_must_still_be_that_of_the_staff(smtp: Receiver) -> None:
    priya = factories.invite_priya()
    with writing():
        priya.email = "other@maple.example"  # by whatever way, the link still being alive
    rounds()
    assert (states(), newest().reason, smtp.messages) == (
        [MailState.CANCELLED], "The email address changed first.", [],
    )  # fmt: skip


@pytest.mark.parametrize(
    "act", [staff_invitations.withdraw_invite, lambda priya, by: staff_accounts.set_active(priya, False, by)]
)
def test_an_invite_of_staff_in_the_queue_is_not_sent_once_it_was_ended(
    smtp: Receiver, act: Callable[[Staff, Actor], None]
) -> None:
    act(factories.invite_priya(), factories.dana())
    rounds(2)
    assert (states(), smtp.messages) == ([MailState.CANCELLED], [])


def test_right_before_sending_the_link_must_still_be_alive(smtp: Receiver) -> None:
    factories.theo()
    mail = newest()
    assert mail.link is not None
    with writing():
        mail.link.used_at = mail.created_at
    rounds()
    assert (states(), newest().reason, smtp.messages) == ([MailState.CANCELLED], "Its link ended first.", [])
    assert db.session.query(Event).filter_by(kind="mail_not_sent", client_id=mail.client_id).count() == 1


def test_the_mail_that_waits_longest_goes_first(clock: Clock, smtp: Receiver) -> None:
    for person in (cast.THEO, cast.NORA, cast.EZRA):
        factories.invite(factories.make_client(person))
        clock.move(seconds=1)
    rounds()
    assert smtp.recipients == ["theo@example.com", "nora@example.com", "ezra@example.com"]
