"""Why they can't get in: sign-ins that are refused, and resets asked for in vain."""

import pytest

from portal.authentication import sessions
from portal.authentication.audiences import CLIENT
from portal.credentials import forgotten_passwords
from portal.diagnosis import remedies
from portal.diagnosis.diagnose import Cause
from portal.errors import NothingToUnlock
from tests.conftest import Clock
from tests.diagnosis.test_needs_attention import note_failures
from tests.support import calls, cast, factories
from tests.support.obstacles import cause_of, send_link, why

pytestmark = pytest.mark.usefixtures("mail_server_is_set")


@pytest.mark.parametrize("count", [1, 4])
def test_fewer_than_five_wrong_passwords_are_told_for_a_quarter_of_an_hour(count: int, clock: Clock) -> None:
    rosa = factories.rosa()
    calls.mistype_password(rosa, count)
    found = why(rosa)
    assert found is not None and (found.cause, len(found.times)) == (Cause.WRONG_PASSWORD, count)
    clock.move(minutes=15)
    assert cause_of(rosa) is None


def test_a_reset_that_was_sent_since_answers_fewer_than_five_wrong_passwords(clock: Clock) -> None:
    rosa = factories.rosa()
    calls.mistype_password(rosa, 2)
    clock.move(minutes=1)
    send_link(rosa)
    assert cause_of(rosa) is None


def test_what_a_hundred_wrong_passwords_have_stopped_only_a_reset_opens(clock: Clock) -> None:
    rosa = factories.rosa()
    note_failures(cast.ROSA.username or "", 99)
    clock.move(minutes=16)
    calls.mistype_password(rosa, 1)
    assert cause_of(rosa) is Cause.STOPPED
    with pytest.raises(NothingToUnlock):
        remedies.unlock(rosa, factories.dana())
    assert cause_of(rosa) is Cause.STOPPED


def test_a_client_who_is_refused_for_the_tries_of_others_is_told_and_unlocked(clock: Clock) -> None:
    rosa, ines = factories.rosa(), factories.ines()
    calls.refuse_for_others(rosa)
    assert (cause_of(rosa), cause_of(ines)) == (Cause.NETWORK_WAITS, Cause.TURNED_OFF)
    remedies.unlock(rosa, factories.dana())
    assert cause_of(rosa) is None
    sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, factories.HERE)


def test_a_wait_that_is_over_cannot_be_unlocked(clock: Clock) -> None:
    rosa = factories.rosa()
    calls.mistype_password(rosa, 5)
    clock.move(minutes=1)
    with pytest.raises(NothingToUnlock):
        remedies.unlock(rosa, factories.dana())


@pytest.mark.parametrize("why_not", ["not on file", "too many"])
def test_a_reset_asked_for_in_vain_is_told_for_a_day(why_not: str, clock: Clock) -> None:
    rosa = factories.rosa()
    address = "elsewhere@example.com" if why_not == "not on file" else cast.ROSA.email
    for _ in range(1 if why_not == "not on file" else 4):
        forgotten_passwords.ask(CLIENT, "rosie.d", address, "192.0.2.8")
        forgotten_passwords.answer_all()
    found = why(rosa)
    assert found is not None and found.event is not None and why_not in found.event.fields["outcome"]
    clock.move(hours=24, seconds=1)
    assert cause_of(rosa) is None
