"""What the profile page costs, in statements."""

from collections.abc import Callable

import pytest

from portal.authentication.audiences import CLIENT
from portal.clients import email_addresses
from portal.config_values import MailServer
from portal.credentials import forgotten_passwords, portal_access
from portal.credentials.invitations import withdraw_invitation
from portal.extensions import db
from portal.intake.steps import skip_for_client
from portal.models import Client
from portal.models.event import Actor
from tests.support import calls, cast, factories
from tests.support.choices import choose
from tests.support.counting import statements
from tests.support.obstacles import theo
from tests.support.post import use
from tests.support.visitor import Visitor

MOST = 6


def by_sam() -> Actor:
    """Somebody else than who looks, so that the name has to be read."""
    return Actor("staff", staff_id=factories.make_sam().id)


def withdrawn() -> Client:
    client = factories.theo()
    withdraw_invitation(client, by_sam())
    return client


def being_invited() -> Client:
    use(MailServer("127.0.0.1", 25, "none"))
    return factories.theo()


def expired() -> Client:
    client = theo()
    calls.expired(client)
    return client


def refused() -> Client:
    use(MailServer("127.0.0.1", 25, "none"))
    client = theo()
    calls.refused(client)
    return client


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


@pytest.mark.parametrize("make", [factories.nora, factories.milo, withdrawn, being_invited, refused, expired,
                                  active_with_reset_and_five_addresses, disabled,
                                  with_a_step_skipped_and_wrong_passwords])  # fmt: skip
def test_the_profile_takes_at_most_six_statements(staff_browser: Visitor, make: Callable[[], Client]) -> None:
    profile = f"/staff/clients/{make().public_id}"
    for address in (profile, f"{profile}/menu", f"{profile}/correction"):
        staff_browser.get(address)  # what is done once a minute, or once in a process, is done
        with statements(db.engine) as seen:
            assert staff_browser.get(address).status_code == 200
        assert 1 < len(seen) <= MOST, "\n\n".join(seen)
