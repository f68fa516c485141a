"""Why they can't get in: for every mail that is in trouble a cause, and none where all is well."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from portal.config_values import MailServer
from portal.credentials import access, emails, invitations
from portal.credentials.obstacles import Cause, obstacle_of
from portal.credentials.status import PortalStatus, Status, status_of
from portal.database import writing
from portal.extensions import db
from portal.mail import outbox
from portal.models import Client, OutgoingMail, PortalAccount, Practice
from portal.models.outgoing_mail import MailState
from tests.conftest import Clock
from tests.support import factories
from tests.support.post import newest, use

MAILS = st.none() | st.builds(OutgoingMail, state=st.sampled_from(list(MailState)), attempts=st.integers(0, 9))


@pytest.fixture(autouse=True)
def _with_a_mail_server(clock: Clock, app: Flask) -> None:
    use(MailServer("127.0.0.1", 25, "none"))


@st.composite
def portals(draw: st.DrawFn) -> PortalStatus:
    status = draw(st.sampled_from(list(Status)))
    has_account = status in (Status.ACTIVE, Status.DISABLED)
    return PortalStatus(
        status=status, account=PortalAccount() if has_account else None, invitation=None, invitation_mail=draw(MAILS),
        reset=None, reset_mail=draw(MAILS), ended_reset=None, default_email="rosa@example.com", has_emails=True,
        has_birth_date=True, is_mail_held=draw(st.booleans()),
    )  # fmt: skip


# fails with either cause taken out of IN_ORDER
@given(portals())
def test_every_shown_mail_that_failed_or_is_delayed_has_its_cause_and_no_other_mail_has_one(
    portal: PortalStatus,
) -> None:
    mail, found = portal.shown_mail, obstacle_of(portal)
    is_shown = portal.status in (Status.INVITED, Status.ACTIVE)  # in the status card
    failed = mail is not None and mail.state == "failed"
    delayed = mail is not None and mail.state in ("waiting", "sending") and mail.attempts > 0
    if is_shown and (failed or (delayed and not portal.is_mail_held)):
        assert found is not None and found.mail is mail
    if found is not None:
        assert found.mail is mail
        assert {Cause.NOT_DELIVERED: failed, Cause.STILL_WAITING: delayed}[found.cause]


def _claimed() -> OutgoingMail:
    mail = outbox.claim()
    assert mail is not None
    return mail


def _refuse() -> None:
    outbox.failed(_claimed(), "no such mailbox", "550 5.1.1 no such user")


def _delay() -> None:
    outbox.delayed(_claimed(), "the mail server did not answer in time", "TimeoutError")


def cause_of(client: Client) -> Cause | None:
    db.session.rollback()
    found = obstacle_of(status_of(client))
    return found.cause if found else None


def test_a_mail_on_its_way_or_sent_is_no_obstacle() -> None:
    theo = factories.theo()
    assert cause_of(theo) is None
    outbox.sent(_claimed(), "250 OK")
    assert cause_of(theo) is None


def test_a_refused_invite_stays_an_obstacle_when_it_has_run_out(clock: Clock) -> None:
    theo = factories.theo()
    _refuse()
    clock.move(hours=48)
    assert (status_of(theo).status, cause_of(theo)) == (Status.EXPIRED, Cause.NOT_DELIVERED)


def test_a_refused_reset_of_an_active_client_is_an_obstacle_until_access_is_turned_off() -> None:
    rosa = factories.rosa()
    factories.send_reset(rosa)
    _refuse()
    assert cause_of(rosa) is Cause.NOT_DELIVERED
    access.set_access(rosa, False, factories.dana())
    assert cause_of(rosa) is None


@pytest.mark.parametrize("how", ["withdrawn", "other address"])
def test_a_refused_invite_that_ended_since_is_no_obstacle(how: str) -> None:
    # fails where _not_delivered does not look at the status
    theo = factories.theo()
    _refuse()
    if how == "withdrawn":
        invitations.withdraw(theo, factories.dana())
    else:
        emails.change(theo.emails[0], "right@example.com", factories.dana())
    assert cause_of(theo) is None


def test_a_delay_is_told_from_the_first_try_that_failed(clock: Clock) -> None:
    # fails where outbox.delayed writes delayed_at each time
    theo = factories.theo()
    clock.move(minutes=7)
    _delay()
    first = clock.now
    clock.move(minutes=2)
    _delay()
    assert (cause_of(theo), newest().delayed_at) == (Cause.STILL_WAITING, first)


def test_while_all_mail_is_held_a_delay_is_no_obstacle(clock: Clock) -> None:
    # fails without is_mail_held in _still_waiting: nothing can be tried
    theo = factories.theo()
    _delay()
    writing()
    Practice.one().mail_held_at = clock.now - timedelta(minutes=1)
    db.session.commit()
    assert cause_of(theo) is None
