"""What the profile page costs, in statements."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from portal import clock
from portal.authentication.audiences import CLIENT
from portal.clients import email_addresses
from portal.config_values import MailServer
from portal.credentials import forgotten_passwords, portal_access
from portal.credentials.invitations import withdraw_invitation
from portal.extensions import db
from portal.intake.steps import skip_for_client
from portal.mail import outbox
from portal.mail.troubles import Trouble
from portal.models import Client
from portal.models.event import Actor
from tests.support import calls, cast, factories
from tests.support.choices import choose
from tests.support.post import newest, use
from tests.support.visitor import Visitor

MOST = 6


def not_set_up() -> Client:
    return factories.nora()


def by_sam() -> Actor:
    """Somebody else than who looks, so that the name has to be read."""
    return Actor("staff", staff_id=factories.make_sam().id)


def withdrawn() -> Client:
    theo = factories.theo()
    withdraw_invitation(theo, by_sam())
    return theo


def invited() -> Client:
    return factories.theo()


def being_invited() -> Client:
    use(MailServer("127.0.0.1", 25, "none"))
    return factories.theo()


def expired() -> Client:
    theo = factories.theo()
    link = newest().link
    assert link is not None
    link.expires_at = clock.now()
    db.session.commit()
    return theo


def refused() -> Client:
    use(MailServer("127.0.0.1", 25, "none"))
    theo = factories.theo()
    mail = outbox.claim()
    assert mail is not None
    outbox.failed(mail, Trouble.NO_MAILBOX, "550 5.1.1 no such user")
    return theo


def active_with_reset_and_five_addresses() -> Client:
    rosa = factories.rosa()
    for number in range(4):
        email_addresses.add(rosa, f"r{number}@example.com", factories.dana())
    factories.send_reset(rosa)
    return rosa


def disabled() -> Client:
    rosa = factories.rosa()
    rosa.provider_id = factories.dana().staff_id
    db.session.commit()
    portal_access.set_access(rosa, False, by_sam())
    return rosa


def with_a_step_skipped_and_wrong_passwords() -> Client:
    """All that Why they can't get in looks at, and two names of others."""
    rosa = factories.rosa()
    rosa.provider_id = factories.dana().staff_id
    db.session.commit()
    choose(rosa, step_details="required")
    skip_for_client(rosa, "details", "on paper", by_sam())
    calls.reset_in_vain(factories.make_client(cast.THEO))
    calls.mistype_password(rosa, 3)
    forgotten_passwords.ask(CLIENT, "rosie.d", "elsewhere@example.com", "192.0.2.8")
    forgotten_passwords.answer_all()
    return rosa


def without_address() -> Client:
    return factories.milo()


@pytest.mark.parametrize("make", [not_set_up, withdrawn, invited, being_invited, refused, expired,
                                  active_with_reset_and_five_addresses, disabled, without_address,
                                  with_a_step_skipped_and_wrong_passwords])  # fmt: skip
@pytest.mark.parametrize("page", ["", "/menu", "/correction"])
def test_the_profile_takes_at_most_six_statements(
    app: Flask, staff_browser: Visitor, make: Callable[[], Client], page: str
) -> None:
    address = f"/staff/clients/{make().public_id}{page}"
    assert staff_browser.get(address).status_code == 200  # what is done once a minute, or once in a process, is done
    statements: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert staff_browser.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert 1 < len(statements) <= MOST, "\n\n".join(statements)
