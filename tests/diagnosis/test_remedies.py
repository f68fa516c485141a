"""What sets right why a client cannot get in: all of it or nothing, and at once."""

import pytest
from flask import Flask

from portal import leases
from portal.audit import history
from portal.authentication import sessions
from portal.clients import email_addresses
from portal.clients.portal_status import Status, status_of
from portal.credentials import passwords, portal_access
from portal.diagnosis import remedies
from portal.errors import AlreadySent, NoEmail, NotActive, NothingWaits
from portal.extensions import db
from portal.mail import outbox
from portal.models import Client, OutgoingMail
from portal.models.outgoing_mail import MailState
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.links import kinds_since, last_event
from tests.support.post import newest, rounds, rows
from tests.support.smtp import Receiver

RIGHT = "right@example.com"


@pytest.fixture
def environment(smtp: Receiver) -> dict[str, str]:
    return {"PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_PORT": str(smtp.port), "PORTAL_MAIL_SECURITY": "none"}


@pytest.fixture(autouse=True)
def _refused_at_first(clock: Clock, app: Flask, smtp: Receiver) -> None:
    smtp.rcpt_replies.append("550 5.1.1 no such user")


def correct(client: Client, address: str = RIGHT) -> None:
    remedies.correct_and_send(client, address, factories.dana())


def test_a_corrected_address_is_the_same_row_is_the_default_and_is_sent_to_within_the_minute(smtp: Receiver) -> None:
    theo = factories.theo()
    rounds()
    row, before = theo.emails[0].public_id, last_event()
    correct(theo)
    assert [(email.public_id, email.address, email.is_default) for email in theo.emails] == [(row, RIGHT, True)]
    assert kinds_since(before) == ["email_changed", "invitation_ended", "invitation_sent"]
    rounds()
    assert smtp.recipients == [RIGHT]
    assert status_of(theo).status is Status.INVITED


def test_an_active_client_is_sent_a_reset_instead(smtp: Receiver) -> None:
    rosa = factories.rosa()
    factories.send_reset(rosa)
    rounds()
    before = last_event()
    correct(rosa)
    assert kinds_since(before) == ["email_changed", "reset_ended", "reset_sent"]
    assert (newest().kind, newest().address) == ("password_reset", RIGHT)


def test_another_address_of_the_client_becomes_the_default_and_is_sent_to(smtp: Receiver) -> None:
    theo = factories.theo()
    email_addresses.add(theo, "second@example.com", factories.dana())
    rounds()
    before = last_event()
    correct(theo, "SECOND@example.com")
    assert kinds_since(before) == ["default_email_set", "invitation_ended", "invitation_sent"]
    assert [(email.address, email.is_default) for email in theo.emails] == [
        (cast.THEO.email, False), ("second@example.com", True),
    ]  # fmt: skip
    rounds()
    assert smtp.recipients == ["second@example.com"]


def test_where_it_cannot_be_sent_the_address_stays_as_it_was() -> None:
    rosa = factories.rosa()
    factories.send_reset(rosa)
    rounds()
    portal_access.set_access(rosa, False, factories.dana())
    before, mails = last_event(), len(rows())
    with pytest.raises(NotActive):
        correct(rosa)
    assert (status_of(rosa).default_email, kinds_since(before), len(rows())) == (cast.ROSA.email, [], mails)


def test_the_same_address_is_only_sent_again_and_not_within_the_minute(clock: Clock, smtp: Receiver) -> None:
    theo = factories.theo()
    rounds()
    with pytest.raises(AlreadySent):
        correct(theo, cast.THEO.email or "")
    clock.move(seconds=60)
    before = last_event()
    correct(theo, cast.THEO.email or "")
    assert kinds_since(before) == ["invitation_sent"]


def test_without_an_address_there_is_nothing_to_correct() -> None:
    with pytest.raises(NoEmail):
        correct(factories.milo())


def test_a_delayed_mail_is_tried_at_once_and_its_history_says_who_asked(smtp: Receiver) -> None:
    smtp.rcpt_replies[:] = ["450 4.2.0 greylisted"]
    theo = factories.theo()
    rounds(2)
    assert smtp.recipients == []
    before = last_event()
    remedies.try_again(theo, factories.dana())
    rounds()
    assert (smtp.recipients, kinds_since(before)) == ([cast.THEO.email], ["mail_try_asked", "mail_sent"])


def test_a_mail_that_is_being_tried_stays_as_it_is(clock: Clock) -> None:
    theo = factories.theo()
    mail = outbox.claim()
    assert mail is not None
    due = mail.next_try_at
    clock.move(seconds=5)
    remedies.try_again(theo, factories.dana())
    assert (newest().state, newest().lease_holder, newest().next_try_at) == ("sending", leases.holder(), due)


def test_a_mail_that_is_settled_is_not_tried_again(smtp: Receiver) -> None:
    theo = factories.theo()
    rounds()
    with pytest.raises(NothingWaits):
        remedies.try_again(theo, factories.dana())
    assert newest().state == MailState.FAILED


def again(client: Client) -> OutgoingMail | None:
    db.session.rollback()
    return remedies.wanted_again(status_of(client), history.mails_of(client).rows)


def test_a_refused_invite_is_wanted_again_until_it_is_sent(clock: Clock) -> None:
    theo = factories.theo()
    assert again(theo) is None
    rounds()
    assert again(theo) == newest()
    correct(theo)
    assert again(theo) is None
    rounds()
    email_addresses.delete(theo.emails[0], factories.dana())
    assert again(theo) is None, "there is no default email"


def test_an_invite_that_arrived_is_wanted_again_once_it_has_run_out(clock: Clock, smtp: Receiver) -> None:
    smtp.rcpt_replies.clear()
    theo = factories.theo()
    rounds()
    assert again(theo) is None
    clock.move(hours=48)
    assert again(theo) == newest()


@pytest.mark.parametrize(
    ("since", "is_wanted"),
    [("nothing", True), ("the address was changed", True), ("withdrawn", False), ("signed in", False), ("off", False)],
)
def test_a_refused_reset_is_wanted_again_unless_it_was_taken_back_or_the_client_got_in(
    since: str, is_wanted: bool, clock: Clock
) -> None:
    rosa = factories.rosa()
    factories.send_reset(rosa)
    rounds()
    clock.move(minutes=5)
    if since == "the address was changed":
        email_addresses.change(rosa.emails[0], RIGHT, factories.dana())
    elif since == "withdrawn":
        passwords.withdraw_reset(rosa, factories.dana())
    elif since == "signed in":
        sessions.sign_in(sessions.CLIENT, "rosie.d", cast.PASSWORD, factories.HERE)
    elif since == "off":
        portal_access.set_access(rosa, False, factories.dana())
    assert (again(rosa) is not None) == is_wanted
