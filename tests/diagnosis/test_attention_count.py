"""The number in the menu is that of the lines of Needs attention, whatever they are about."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from portal import clock as the_clock
from portal import heartbeat
from portal.authentication import sessions
from portal.authentication.audiences import CLIENT
from portal.diagnosis import attention_count, needs_attention
from portal.errors import WrongCredentials
from portal.extensions import db
from portal.mail import hold, outbox
from portal.mail.troubles import Trouble
from portal.models import Client
from tests.conftest import Clock
from tests.diagnosis.test_needs_attention import note_failures
from tests.support import calls, cast, factories, renewing, reviewing
from tests.support.obstacles import theo

pytestmark = pytest.mark.usefixtures("mail_server_is_set")


def _locked(client: Client) -> None:
    calls.answer(factories.invite(client), calls.SWAPPED, times=5)


def _notice_refused(client: Client) -> None:
    outbox.put("password_changed", client.emails[0].address, client_id=client.id)
    db.session.commit()
    mail = outbox.claim()
    assert mail is not None
    outbox.failed(mail, Trouble.NO_MAILBOX, "550 5.1.1 no such user")


def _held(_: Client) -> None:
    with the_clock.at(the_clock.now() - timedelta(hours=2)):
        hold.set_hold(True, factories.dana())


def _stopped(_: Client) -> None:
    factories.rosa()
    note_failures(cast.ROSA.username or "", 99)
    with the_clock.at(the_clock.now() + timedelta(minutes=20)), suppress(WrongCredentials):
        sessions.sign_in(CLIENT, cast.ROSA.username or "", "not the password at all", factories.HERE)


def _asked_too_often(client: Client) -> None:
    """Both new links have run out, and the client was back."""
    with the_clock.at(the_clock.now() - timedelta(hours=52)):
        factories.invite(client)
    for hours in (3, 2):
        with the_clock.at(the_clock.now() - timedelta(hours=hours)):
            renewing.renew_briefly(client)
    calls.fetch(renewing.newest(client))


CASES: dict[str, Callable[[Client], object]] = {
    "refused": calls.refused,
    "full": lambda client: calls.refused(client, Trouble.FULL),
    "notice": _notice_refused,
    "our own": lambda client: calls.refused(client, Trouble.POLICY),
    "delayed by us": calls.delayed,
    "kept": calls.kept,
    "locked": _locked,
    "expired": calls.expired,
    "held": _held,
    "stopped": _stopped,
    "asked too often": _asked_too_often,
    "changed": lambda client: reviewing.rosa_with_two_changes(),
}


def _counted() -> int:
    db.session.rollback()
    return attention_count.read().lines


def _shown() -> int:
    db.session.rollback()
    return len(needs_attention.lines())


@pytest.mark.parametrize("case", CASES)
def test_the_number_is_that_of_the_lines_before_and_after_they_are_dismissed(case: str, clock: Clock) -> None:
    assert (_counted(), _shown()) == (0, 0)
    CASES[case](theo())
    assert _counted() == _shown() == 1
    (line,) = needs_attention.lines()
    needs_attention.dismiss(line.cause, line.subject, factories.dana())
    assert _counted() == _shown() == 0


def test_several_together_add_up(clock: Clock) -> None:
    for case, person in zip(("refused", "kept", "locked", "expired"), (cast.THEO, cast.NORA, cast.EZRA, cast.ROSA)):
        CASES[case](factories.make_client(person))
    assert _counted() == _shown() >= 4


def test_a_worker_that_sleeps_is_one_line_until_it_is_dismissed(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "is_alive", lambda: False)
    assert _counted() == _shown() == 0
    factories.invite(theo())
    assert _counted() == _shown() == 1
    (line,) = needs_attention.lines()
    needs_attention.dismiss(line.cause, line.subject, factories.dana())
    assert _counted() == _shown() == 0
