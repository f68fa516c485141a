"""The mailbox that was a client's default email is told of the change, and only where it is known to be theirs."""

from collections.abc import Callable

import pytest

from portal.clients import email_addresses
from portal.credentials import passwords, portal_access
from portal.database import writing
from portal.diagnosis import remedies
from portal.extensions import db
from portal.mail import outbox
from portal.mail.troubles import Trouble
from portal.models import Client, EmailAddress
from portal.models.outgoing_mail import MailState
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.mails import text_of
from tests.support.post import claimed, rounds, rows
from tests.support.smtp import Receiver

NEW = "new.home@example.com"
OLD = cast.ROSA.email or ""


@pytest.fixture
def environment(smtp: Receiver) -> dict[str, str]:
    return {"PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_PORT": str(smtp.port), "PORTAL_MAIL_SECURITY": "none"}


@pytest.fixture
def registered(app: object, clock: Clock) -> Client:
    """Rosa, who has used a link that was mailed to her address."""
    client = factories.rosa()
    link = factories.send_reset(client)
    _deliver()
    with writing():
        link.used_at = clock.now
    clock.move(minutes=2)
    return client


def _deliver() -> None:
    while mail := outbox.claim():
        outbox.sent(mail, "250 2.0.0 Ok")


def told() -> list[str]:
    """The addresses that were told."""
    return [mail.address for mail in rows() if mail.kind == "email_changed"]


def _default(client: Client) -> EmailAddress:
    assert client.default_email is not None
    return client.default_email


def _new_text(client: Client) -> None:
    email_addresses.change(_default(client), NEW, factories.dana())


def _another_starred(client: Client) -> None:
    email_addresses.make_default(email_addresses.add(client, NEW, factories.dana()), factories.dana())


def _deleted(client: Client) -> None:
    email_addresses.delete(_default(client), factories.dana())


def _corrected_and_sent(client: Client) -> None:
    remedies.correct_and_send(client, NEW, factories.dana())


CHANGES = [_new_text, _another_starred, _deleted, _corrected_and_sent]


@pytest.mark.parametrize("change", CHANGES)
def test_the_old_address_is_told_however_the_default_is_changed(
    registered: Client, change: Callable[[Client], None], smtp: Receiver
) -> None:
    change(registered)
    assert told() == [OLD]
    rounds()
    (message,) = (message for message in smtp.messages if message["To"] == OLD)
    assert message["Subject"] == "The email address of your client portal was changed"
    assert NEW not in message.as_string() and cast.PHONE in text_of(message)


def test_a_reset_sent_right_after_does_not_keep_the_notice_back(registered: Client, smtp: Receiver) -> None:
    passwords.send_reset(registered, factories.dana())
    _new_text(registered)
    passwords.send_reset(registered, factories.dana())
    rounds()
    assert [(message["To"], message["Subject"]) for message in smtp.messages] == [
        (OLD, "The email address of your client portal was changed"),
        (NEW, "Reset your client portal password"),
    ]


def test_whoever_has_no_account_is_told_nothing(app: object) -> None:
    client = factories.rosa_to_be()
    factories.invite(client)
    _deliver()
    _new_text(client)
    assert told() == []


# a corrected typo must not tell a stranger: the link was handed over on paper, or came through another address
def test_an_address_to_which_no_used_link_was_mailed_is_told_nothing(app: object) -> None:
    client = factories.rosa()
    factories.send_reset(client)
    _deliver()
    _new_text(client)
    assert told() == []


@pytest.mark.parametrize(
    ("trouble", "is_told"),
    [(Trouble.NO_MAILBOX, False), (Trouble.FULL, False), (Trouble.ADDRESS_REFUSED, False), (Trouble.POLICY, True)],
)
def test_an_address_that_refused_a_mail_is_told_nothing(
    registered: Client, clock: Clock, trouble: Trouble, is_told: bool
) -> None:
    factories.send_reset(registered)
    mail = claimed()
    outbox.failed(mail, trouble, "550 no")
    _new_text(registered)
    assert told() == [OLD] * is_told


def test_a_mail_refused_before_troubles_had_names_counts_as_refused(registered: Client) -> None:
    with writing():
        outbox.put("password_changed", OLD, client_id=registered.id).state = MailState.FAILED
    _new_text(registered)
    assert told() == []


@pytest.mark.parametrize("text", [OLD.upper(), OLD.title()])
def test_the_same_address_in_other_letters_is_the_same_mailbox(registered: Client, text: str) -> None:
    email_addresses.change(_default(registered), text, factories.dana())
    assert told() == []
    _new_text(registered)
    assert [address.lower() for address in told()] == [OLD]


def test_a_change_of_another_address_or_the_first_choice_of_a_default_tells_nobody(registered: Client) -> None:
    second = email_addresses.add(registered, "second@example.com", factories.dana())
    email_addresses.change(second, "other@example.com", factories.dana())
    _deleted(registered)
    assert told() == [OLD]
    email_addresses.make_default(second, factories.dana())
    assert told() == [OLD]


def test_of_two_clients_who_share_the_address_it_is_told_once_for_the_one_it_was_changed_for(
    registered: Client, smtp: Receiver
) -> None:
    nora = factories.nora()
    email_addresses.add(nora, OLD, factories.dana())
    _new_text(registered)
    assert told() == [OLD] and nora.emails[1].address == OLD
    rounds()
    assert f"Hello {registered.greeting_name}," in text_of(smtp.messages[0])


def test_an_account_that_is_turned_off_is_an_account(registered: Client) -> None:
    portal_access.set_access(registered, False, factories.dana())
    _new_text(registered)
    assert told() == [OLD]


def test_a_change_that_is_refused_tells_nobody(registered: Client) -> None:
    email_addresses.add(registered, NEW, factories.dana())
    with pytest.raises(email_addresses.EmailTaken):
        _new_text(registered)
    db.session.rollback()
    assert told() == []
