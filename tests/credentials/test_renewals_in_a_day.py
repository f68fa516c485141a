"""How often a client may ask for a new link: twice in 24 hours, where links live so short that it matters."""

import pytest
from flask import Flask

from portal import heartbeat
from portal.credentials.invitations import send_invitation
from portal.credentials.renewals import Renewal, renewal_of
from portal.diagnosis import needs_attention
from portal.errors import LinkDead
from portal.extensions import db
from portal.models import Client
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.choices import choose
from tests.support.links import address_of
from tests.support.page import by_id, words
from tests.support.renewing import ask, newest
from tests.support.visitor import Visitor

SENTENCE = "Asked for a new link 2 times within 24 hours; the last one has expired too"


@pytest.fixture
def milo(app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Without a birth date; a link lives for an hour, the shortest that a practice may choose."""
    monkeypatch.setattr(heartbeat, "is_alive", lambda: True)
    choose(link_hours=1)
    milo = factories.milo_with_email()
    factories.invite(milo)
    return milo


def ask_twice(client: Client, clock: Clock) -> None:
    """An hour and two hours after the invite; both ran out."""
    for _ in range(2):
        clock.move(hours=1)
        ask(newest(client), None)
    clock.move(hours=1)


def lines() -> list[tuple[str, str]]:
    db.session.rollback()
    return [(line.cause, line.sentence) for line in needs_attention.lines()]


def test_the_third_within_24_hours_is_left_to_the_phone_until_the_first_is_a_day_old(
    milo: Client, clock: Clock
) -> None:
    ask_twice(milo, clock)
    assert renewal_of(newest(milo)) is Renewal.BY_PHONE
    with pytest.raises(LinkDead):
        ask(newest(milo), None)
    clock.move(hours=21, minutes=59, seconds=59)
    assert renewal_of(newest(milo)) is Renewal.BY_PHONE
    clock.move(seconds=1)
    assert ask(newest(milo), None)


def test_what_staff_send_is_not_counted(milo: Client, clock: Clock) -> None:
    for _ in range(3):
        clock.move(hours=1)
        send_invitation(milo, factories.dana())
    clock.move(hours=1)
    assert ask(newest(milo), None)


def test_who_asks_a_third_time_needs_attention_until_it_is_dismissed(
    milo: Client, visitor: Visitor, clock: Clock
) -> None:
    ask_twice(milo, clock)
    assert lines() == [("expired", "The invite expired before it was used")]
    page = visitor.get(address_of(newest(milo)))
    assert page.status_code == 410 and f"Please call {cast.PHONE}." in words(by_id(page.text, "content"))
    clock.move(days=3)
    assert lines() == [("asked_too_often", SENTENCE)]
    (line,) = needs_attention.lines()
    assert needs_attention.dismiss(line.cause, line.subject, factories.dana())
    assert lines() == []


def test_the_line_goes_when_staff_send_again(milo: Client, visitor: Visitor, clock: Clock) -> None:
    ask_twice(milo, clock)
    visitor.get(address_of(newest(milo)))
    assert [cause for cause, _ in lines()] == ["asked_too_often"]
    send_invitation(milo, factories.dana())
    assert lines() == []


def test_who_comes_back_when_there_is_room_again_needs_no_attention(
    milo: Client, visitor: Visitor, clock: Clock
) -> None:
    ask_twice(milo, clock)
    clock.move(hours=22)
    assert "Send me a new link" in visitor.get(address_of(newest(milo))).text
    assert [cause for cause, _ in lines()] == ["expired"]
