"""The addresses of a client: one default at most, and its change ends what was sent to it."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clients import email_addresses
from portal.clients.portal_status import Status, status_of
from portal.errors import EmailGone, EmailTaken
from portal.extensions import db
from portal.models import Client, EmailAddress, Link, OutgoingMail
from portal.models.link import EndedWhy
from portal.models.outgoing_mail import MailState
from tests.support import cast, factories
from tests.support.links import fresh, kinds_since, last_event
from tests.support.smtp import Receiver
from tests.support.visitor import Visitor


@pytest.fixture
def environment(smtp: Receiver) -> dict[str, str]:
    """With a mail server, so that mails wait to be sent."""
    return {"PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_PORT": str(smtp.port), "PORTAL_MAIL_SECURITY": "none"}


def _new_text(client: Client) -> None:
    email_addresses.change(_default(client), "right@example.com", factories.dana())


def _deleted(client: Client) -> None:
    email_addresses.delete(_default(client), factories.dana())


def _another_chosen(client: Client) -> None:
    email_addresses.make_default(email_addresses.add(client, "second@example.com", factories.dana()), factories.dana())


CHANGES = [
    (_new_text, ["email_changed"]), (_deleted, ["email_deleted"]),
    (_another_chosen, ["email_added", "default_email_set"]),
]  # fmt: skip


def test_the_first_address_is_the_default_and_later_ones_are_not(app: Flask) -> None:
    # rule 11
    client = factories.milo()
    for address in ("first@example.com", "second@example.com"):
        email_addresses.add(client, address, factories.dana())
    found = [(email.address, email.is_default) for email in client.emails]
    assert found == [("first@example.com", True), ("second@example.com", False)]


def test_deleting_the_default_leaves_none_until_one_is_chosen(app: Flask) -> None:
    # rule 11
    client = factories.nora()
    second = email_addresses.add(client, "second@example.com", factories.dana())
    _deleted(client)
    email_addresses.add(client, "third@example.com", factories.dana())
    assert client.default_email is None and status_of(client).missing_email == "Choose a default email first"
    email_addresses.make_default(second, factories.dana())
    assert client.default_email is second


# rule 11
@pytest.mark.parametrize(("change", "told"), CHANGES)
@pytest.mark.parametrize("is_active", [False, True])
def test_a_change_of_the_default_email_ends_the_invite_or_reset_and_its_mail(
    is_active: bool, change: Callable[[Client], None], told: list[str], app: Flask
) -> None:
    client = factories.rosa() if is_active else factories.nora()
    link = factories.send_reset(client) if is_active else factories.invite(client)
    before = last_event()
    change(client)
    assert fresh(link).ended_why == EndedWhy.DEFAULT_EMAIL_CHANGED
    assert [mail.state for mail in _mails_of(link)] == [MailState.CANCELLED]
    assert status_of(client).status is (Status.ACTIVE if is_active else Status.NOT_SET_UP)
    assert kinds_since(before) == [*told, "reset_ended" if is_active else "invitation_ended"]


def test_another_address_may_come_change_and_go_without_ending_the_invite(app: Flask) -> None:
    client = factories.nora()
    link = factories.invite(client)
    second = email_addresses.add(client, "second@example.com", factories.dana())
    email_addresses.change(second, "other@example.com", factories.dana())
    email_addresses.delete(second, factories.dana())
    assert fresh(link).is_open


def test_saving_the_same_text_or_choosing_the_default_again_ends_nothing_and_tells_nothing(app: Flask) -> None:
    client = factories.nora()
    link = factories.invite(client)
    before = last_event()
    email_addresses.change(_default(client), cast.NORA.email or "", factories.dana())
    email_addresses.make_default(_default(client), factories.dana())
    assert fresh(link).is_open and kinds_since(before) == []


def test_a_client_has_each_address_once_whatever_its_case(app: Flask) -> None:
    client = factories.nora()
    with pytest.raises(EmailTaken):
        email_addresses.add(client, "NORA@Example.com", factories.dana())
    assert len(client.emails) == 1


def test_an_address_that_is_there_already_is_refused_on_its_field(staff_browser: Visitor) -> None:
    client = factories.nora()
    page = staff_browser.fragment(f"/staff/clients/{client.public_id}/emails", {"email": "NORA@Example.com"})
    assert (page.status_code, "This client has this address already." in page.text) == (422, True)


def test_the_second_of_two_who_delete_an_address_learns_that_it_is_gone(app: Flask) -> None:
    nora = factories.nora()
    email = nora.emails[0]
    assert email.public_id
    with app.app_context():
        same = db.session.get_one(EmailAddress, email.id)
        email_addresses.delete(same, factories.dana())
    with pytest.raises(EmailGone):
        email_addresses.delete(email, factories.dana())


def test_two_clients_may_share_an_address(app: Flask) -> None:
    # rule 12
    email_addresses.add(factories.nora(), "home@example.com", factories.dana())
    email_addresses.add(factories.rosa(), "home@example.com", factories.dana())
    found = db.session.scalars(select(EmailAddress).where(EmailAddress.address_key == "home@example.com")).all()
    assert len(found) == 2


def _default(client: Client) -> EmailAddress:
    assert client.default_email is not None
    return client.default_email


def _mails_of(link: Link) -> list[OutgoingMail]:
    return list(db.session.scalars(select(OutgoingMail).where(OutgoingMail.link_id == link.id)))
