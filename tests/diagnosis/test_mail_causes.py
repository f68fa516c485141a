"""Why they can't get in: mail that does not arrive."""

from datetime import timedelta

import pytest

from portal.clients import email_addresses
from portal.clients.portal_status import Status, status_of
from portal.credentials.invitations import send_invitation, withdraw_invitation
from portal.database import writing
from portal.diagnosis.diagnose import Cause, Fix
from portal.errors import AlreadySent
from portal.mail import outbox
from portal.mail.troubles import Trouble, Whose
from portal.models import Link, Practice
from portal.models.outgoing_mail import MailState
from tests.conftest import Clock
from tests.support import calls, factories
from tests.support.obstacles import cause_of, theo, why
from tests.support.post import newest, states

pytestmark = pytest.mark.usefixtures("mail_server_is_set")


def test_a_mail_on_its_way_or_sent_is_no_obstacle() -> None:
    client = factories.theo()
    assert cause_of(client) is None
    mail = outbox.claim()
    assert mail is not None
    outbox.sent(mail, "250 OK")
    assert cause_of(client) is None


def test_a_refused_invite_stays_an_obstacle_when_it_has_run_out(clock: Clock) -> None:
    client = theo()
    calls.refused(client)
    clock.move(hours=48)
    assert (status_of(client).status, cause_of(client)) == (Status.EXPIRED, Cause.NOT_DELIVERED)


@pytest.mark.parametrize("trouble", [Trouble.NO_MAILBOX, Trouble.FULL, Trouble.POLICY])
def test_whose_trouble_a_refusal_is_decides_what_sets_it_right(trouble: Trouble) -> None:
    client = theo()
    calls.refused(client, trouble, "550 no")
    found = why(client)
    is_of_the_address = trouble.whose is Whose.ADDRESS
    wanted = (Cause.NOT_DELIVERED, Fix.CORRECT) if is_of_the_address else (Cause.NOT_TAKEN, Fix.SEND)
    assert found is not None and (found.cause, found.fix) == wanted


@pytest.mark.parametrize("how", ["withdrawn", "other address"])
def test_a_refused_invite_that_ended_since_is_no_obstacle_by_its_mail(how: str) -> None:
    client = theo()
    calls.refused(client)
    if how == "withdrawn":
        withdraw_invitation(client, factories.dana())
    else:
        email_addresses.change(client.emails[0], "right@example.com", factories.dana())
    assert cause_of(client) is (None if how == "withdrawn" else Cause.EMAIL_CHANGED)


def test_while_all_mail_is_held_a_delay_is_no_obstacle(clock: Clock) -> None:
    client = theo()
    calls.delayed(client)
    with writing():
        Practice.one().mail_held_at = clock.now - timedelta(minutes=1)
    assert cause_of(client) is None


def test_a_refused_reset_is_an_obstacle_until_the_client_is_in(clock: Clock) -> None:
    rosa = factories.rosa()
    factories.send_reset(rosa)
    mail = outbox.claim()
    assert mail is not None
    outbox.failed(mail, Trouble.NO_MAILBOX, "550 5.1.1 no such user")
    assert cause_of(rosa) is Cause.NOT_DELIVERED


def test_what_was_only_kept_is_no_first_click_once_a_server_is_set() -> None:
    client = theo()
    calls.kept(client)
    send_invitation(client, factories.dana())
    assert (states(), cause_of(client)) == ([MailState.KEPT, MailState.WAITING], None)
    with pytest.raises(AlreadySent):
        send_invitation(client, factories.dana())


def test_a_kept_mail_whose_link_the_client_has_opened_was_handed_over() -> None:
    client = theo()
    calls.kept(client)
    assert client.birth_date
    calls.answer(newest().link or Link(), client.birth_date)
    assert cause_of(client) is None


def test_a_kept_invite_that_ran_out_is_told_as_kept(clock: Clock) -> None:
    client = theo()
    calls.kept(client)
    clock.move(hours=48)
    assert (status_of(client).status, cause_of(client)) == (Status.EXPIRED, Cause.KEPT)


def test_a_delay_is_told_from_the_first_try_that_failed(clock: Clock) -> None:
    client = theo()
    calls.delayed(client)
    first = clock.now
    clock.move(minutes=1)
    mail = outbox.claim()
    assert mail is not None
    outbox.delayed(mail, Trouble.NO_ANSWER, "TimeoutError", is_ours=True)
    assert (cause_of(client), newest().delayed_at) == (Cause.STILL_WAITING, first)
