"""Inviting: to the default email only, one mail for two clicks, nothing for whom it is not."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clients import email_addresses
from portal.clients.portal_status import Status, status_of
from portal.credentials import passwords
from portal.credentials.invitations import send_invitation, withdraw_invitation
from portal.errors import AlreadyRegistered, AlreadySent, NoDefaultEmail, NoEmail, NotActive, NothingToWithdraw
from portal.extensions import db
from portal.models import Client, Event, Link, OutgoingMail
from portal.models.link import EndedWhy
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.at_once import at_once
from tests.support.staff_room import browser_of, dana
from tests.support.visitor import Visitor


def test_an_invite_goes_to_the_default_email_only(app: Flask) -> None:
    # rule 1
    client = factories.nora()
    email_addresses.make_default(email_addresses.add(client, "second@example.com", factories.dana()), factories.dana())
    send_invitation(client, factories.dana())
    assert [mail.address for mail in _mails()] == ["second@example.com"]


def test_a_reset_goes_to_the_default_email_only(app: Flask) -> None:
    client = factories.rosa()
    email_addresses.make_default(email_addresses.add(client, "second@example.com", factories.dana()), factories.dana())
    passwords.send_reset(client, factories.dana())
    assert [mail.address for mail in _mails()] == ["second@example.com"]


def test_without_an_email_nothing_is_made(app: Flask) -> None:
    with pytest.raises(NoEmail):
        factories.invite(factories.milo())
    assert (_links(), _mails()) == ([], [])


def test_with_addresses_but_no_default_nothing_is_made(app: Flask) -> None:
    client = factories.nora()
    email_addresses.add(client, "second@example.com", factories.dana())
    email_addresses.delete(client.emails[0], factories.dana())
    with pytest.raises(NoDefaultEmail):
        send_invitation(client, factories.dana())
    assert (_links(), _mails()) == ([], [])


def test_an_active_client_is_not_invited_again(staff_browser: Visitor) -> None:
    # case 38
    page = staff_browser.fragment(f"/staff/clients/{factories.rosa().public_id}/invitations")
    sentence = "This client is already active. Send a password reset instead."
    assert (page.status_code, sentence in page.text, _links()) == (422, True, [])


def test_a_disabled_client_is_neither_invited_nor_sent_a_reset(app: Flask) -> None:
    ines = factories.ines()
    with pytest.raises(AlreadyRegistered):
        factories.invite(ines)
    with pytest.raises(NotActive):
        factories.send_reset(ines)


def test_a_second_click_answers_when_and_how_long(staff_browser: Visitor, clock: Clock) -> None:
    # case 39
    address = f"/staff/clients/{factories.nora().public_id}/invitations"
    assert staff_browser.fragment(address).status_code == 200
    clock.move(seconds=12)
    page = staff_browser.fragment(address)
    assert (page.status_code, "Already sent at 9:42 AM. You can send again in 48 s." in page.text) == (429, True)
    assert (len(_links()), len(_mails())) == (1, 1)


def test_two_staff_clicking_together_send_one_mail(app: Flask) -> None:
    # case 39
    address = f"/staff/clients/{factories.nora().public_id}/invitations"
    people = [browser_of(app, dana()), browser_of(app, factories.make_sam())]
    for person in people:
        person.csrf_token()
    statuses = at_once(lambda person: person.fragment(address).status_code, people)
    assert (sorted(statuses), len(_links()), len(_mails())) == ([200, 429], 1, 1)


def test_after_sixty_seconds_a_resend_is_sent_and_ends_the_first(app: Flask, clock: Clock) -> None:
    # rule 3, case 67
    client = factories.nora()
    first = send_invitation(client, factories.dana())
    clock.move(seconds=59)
    with pytest.raises(AlreadySent) as refused:
        send_invitation(client, factories.dana())
    assert refused.value.again_in == 1
    clock.move(seconds=1)
    second = send_invitation(client, factories.dana())
    assert [link.id for link in _links() if link.is_open] == [second.id]
    assert first.ended_why == EndedWhy.REPLACED


def test_a_withdrawn_invite_can_be_sent_again_at_once(app: Flask, clock: Clock) -> None:
    # rule 3: the wait is for a link that is still alive
    client = factories.nora()
    send_invitation(client, factories.dana())
    withdraw_invitation(client, factories.dana())
    send_invitation(client, factories.dana())
    assert status_of(client).status is Status.INVITED


def test_another_default_email_can_be_invited_at_once(app: Flask, clock: Clock) -> None:
    client = factories.nora()
    send_invitation(client, factories.dana())
    email_addresses.change(client.emails[0], "right@example.com", factories.dana())
    send_invitation(client, factories.dana())
    assert [mail.address for mail in _mails()] == [cast.NORA.email, "right@example.com"]


def test_an_invite_leaves_one_event_with_who_and_to_which_address(app: Flask) -> None:
    # rule 13
    client = factories.nora()
    send_invitation(client, factories.dana())
    withdraw_invitation(client, factories.dana())
    assert _told(client) == [
        ("invitation_sent", "staff", "done", f"Portal invite for {cast.NORA.email}"),
        ("invitation_withdrawn", "staff", "done", "Invite withdrawn"),
    ]


def test_withdrawing_what_is_gone_is_refused_and_leaves_no_event(app: Flask) -> None:
    client = factories.nora()
    with pytest.raises(NothingToWithdraw):
        withdraw_invitation(client, factories.dana())
    assert _told(client) == []


def _told(client: Client) -> list[tuple[str, str, str, str]]:
    events = db.session.scalars(select(Event).where(Event.client_id == client.id).order_by(Event.id))
    return [(event.kind, event.actor, event.result, event.sentence) for event in events]


def _mails() -> list[OutgoingMail]:
    db.session.rollback()
    return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def _links() -> list[Link]:
    db.session.rollback()
    return list(db.session.scalars(select(Link).order_by(Link.id)))
