"""The queue: nothing is mailed twice, nothing that is over is mailed at all."""

from collections.abc import Callable

import pytest

from portal import config
from portal.clients import email_addresses
from portal.credentials import portal_access
from portal.credentials.invitations import send_invitation, withdraw_invitation
from portal.database import writing
from portal.extensions import db
from portal.models import Event, Link
from portal.models.outgoing_mail import MailState
from portal.practice import staff_accounts, staff_invitations
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.mails import link_in
from tests.support.post import newest, rounds, rows, states
from tests.support.smtp import Receiver

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


# case 110
def test_of_two_invites_in_the_queue_only_the_second_leaves(smtp: Receiver, clock: Clock) -> None:
    theo = factories.theo()
    clock.move(minutes=2)
    newer = send_invitation(theo, factories.dana())
    assert states() == [MailState.CANCELLED, MailState.WAITING]
    rounds(2)
    assert states() == [MailState.CANCELLED, MailState.SENT]
    (message,) = smtp.messages
    assert link_in(message).endswith(factories.text_of(newer))


def _turn_access_off() -> None:
    rosa = factories.rosa()
    factories.send_reset(rosa)
    portal_access.set_access(rosa, False, factories.dana())


# case 111
@pytest.mark.parametrize(
    "end",
    [
        lambda: withdraw_invitation(factories.theo(), factories.dana()),
        lambda: email_addresses.change(factories.theo().emails[0], "new@example.com", factories.dana()),
        _turn_access_off,
        lambda: staff_invitations.withdraw_invite(factories.invite_priya(), factories.dana()),
        lambda: staff_accounts.set_active(factories.invite_priya(), False, factories.dana()),
    ],
)
def test_a_mail_in_the_queue_is_not_sent_once_its_link_was_ended(smtp: Receiver, end: Callable[[], object]) -> None:
    end()
    rounds(2)
    assert (states(), smtp.messages) == ([MailState.CANCELLED], [])


def _no_default() -> None:
    factories.theo().emails[0].is_default = False


def _another_address_of_staff() -> None:
    factories.invite_priya().email = "other@maple.example"


def _used() -> None:
    link = factories.invite(factories.nora())
    link.used_at = link.created_at


# by whatever way it came to that, the link being open otherwise
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_no_default, "The default email changed first."),
        (_another_address_of_staff, "The email address changed first."),
        (_used, "Its link ended first."),
    ],
)
def test_right_before_sending_link_and_address_are_looked_at_again(
    smtp: Receiver, change: Callable[[], None], reason: str
) -> None:
    with writing():
        change()
    rounds()
    mail = newest()
    assert (mail.state, mail.reason, smtp.messages) == (MailState.CANCELLED, reason, [])
    assert db.session.query(Event).filter_by(kind="mail_not_sent", client_id=mail.client_id).count() == 1


def test_the_mail_that_waits_longest_goes_first(clock: Clock, smtp: Receiver) -> None:
    for person in (cast.THEO, cast.NORA, cast.EZRA):
        factories.invite(factories.make_client(person))
        clock.move(seconds=1)
    rounds()
    assert smtp.recipients == ["theo@example.com", "nora@example.com", "ezra@example.com"]
