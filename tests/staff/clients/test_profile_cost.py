"""What the profile page costs, in statements."""

from collections.abc import Callable

import pytest

from portal.authentication.audiences import CLIENT
from portal.clients import email_addresses
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
from tests.support.providers import give
from tests.support.staff_room import dana
from tests.support.visitor import Visitor

MOST = 6


def by_sam() -> Actor:
    """Somebody else than who looks, so that the name has to be read."""
    return Actor("staff", staff_id=factories.make_sam().id)


def withdrawn(client: Client) -> None:
    factories.invite(client)
    withdraw_invitation(client, by_sam())


def sent_a_reset_with_five_addresses(client: Client) -> None:
    calls.registered(client)
    for number in range(4):
        email_addresses.add(client, f"r{number}@example.com", factories.dana())
    factories.send_reset(client)


def disabled(client: Client) -> None:
    calls.registered(client)
    portal_access.set_access(client, False, by_sam())


def with_a_step_skipped_and_wrong_passwords(client: Client) -> None:
    """All that Why they can't get in looks at, and two names of others."""
    calls.registered(client)
    choose(client, step_details="required")
    skip_for_client(client, "details", "on paper", by_sam())
    calls.reset_in_vain(factories.make_client(cast.NORA))
    calls.mistype_password(client, 3)
    assert client.account is not None
    forgotten_passwords.ask(CLIENT, client.account.username, "elsewhere@example.com", "192.0.2.8")
    forgotten_passwords.answer_all()


@pytest.mark.usefixtures("mail_server_is_set")
@pytest.mark.parametrize(
    "bring_about",
    [lambda client: None, factories.invite, withdrawn, calls.refused, calls.expired, sent_a_reset_with_five_addresses,
     disabled, with_a_step_skipped_and_wrong_passwords],
)  # fmt: skip
def test_the_profile_takes_at_most_six_statements(
    staff_browser: Visitor, bring_about: Callable[[Client], object]
) -> None:
    client = give(theo(), dana())
    bring_about(client)
    profile = f"/staff/clients/{client.public_id}"
    for address in (profile, f"{profile}/menu", f"{profile}/correction"):
        staff_browser.get(address)  # what is done once a minute, or once in a process, is done
        with statements(db.engine) as seen:
            assert staff_browser.get(address).status_code == 200
        assert 1 < len(seen) <= MOST, "\n\n".join(seen)
