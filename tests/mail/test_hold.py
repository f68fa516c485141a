"""While all mail is held nothing leaves, and nothing is lost."""

from contextlib import AbstractContextManager

import pytest

from portal.database import writing
from portal.mail import outbox
from portal.models import Practice
from portal.models.outgoing_mail import MailState
from tests.conftest import START, Clock
from tests.support import factories
from tests.support.post import claimed, newest, rounds, states
from tests.support.smtp import Receiver

pytestmark = pytest.mark.usefixtures("app")


def hold(is_held: bool) -> None:
    with writing():
        Practice.one().mail_held_at = START if is_held else None


def test_what_is_held_waits_and_goes_out_when_it_is_released(smtp: Receiver, clock: Clock) -> None:
    hold(True)
    factories.theo()
    rounds()
    clock.move(hours=40)
    rounds()
    assert (states(), newest().attempts, smtp.messages) == ([MailState.WAITING], 0, [])
    hold(False)
    rounds()
    assert (states(), smtp.recipients) == ([MailState.SENT], ["theo@example.com"])


def test_a_hold_that_comes_between_looking_and_taking_is_kept(smtp: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.theo()
    begin = outbox.writing

    def held_first() -> AbstractContextManager[None]:
        monkeypatch.setattr(outbox, "writing", begin)
        hold(True)
        return begin()

    monkeypatch.setattr(outbox, "writing", held_first)
    assert outbox.claim() is None
    assert (states(), newest().lease_holder) == ([MailState.WAITING], None)


def test_a_mail_whose_worker_was_lost_is_held_too(smtp: Receiver, clock: Clock) -> None:
    factories.theo()
    assert outbox.claim() is not None
    hold(True)
    clock.to(clock.now + outbox.LEASE)
    rounds()
    assert smtp.messages == []
    hold(False)
    rounds()
    assert states() == [MailState.SENT]


def test_a_mail_in_its_conversation_when_the_hold_comes_is_settled_as_it_went(smtp: Receiver) -> None:
    factories.theo()
    mail = claimed()
    hold(True)
    outbox.sent(mail, "250 OK")
    assert states() == [MailState.SENT]
