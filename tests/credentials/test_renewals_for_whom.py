"""For whom a new link is made by asking: the holder of the newest invitation that simply ran out, twice in a day."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal import heartbeat
from portal.clients import email_addresses
from portal.config import Settings
from portal.credentials.invitations import send_invitation, withdraw_invitation
from portal.credentials.renewals import Renewal, renewal_of
from portal.database import writing
from portal.diagnosis import needs_attention
from portal.errors import LinkDead, LinkUnknown
from portal.extensions import db
from portal.models import Client, EmailAddress, PortalAccount
from tests.conftest import Clock
from tests.support import cast, factories, quotas
from tests.support.choices import choose
from tests.support.database import contents
from tests.support.links import address_of, fresh
from tests.support.page import by_id, words
from tests.support.renewing import ask, newest
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def ezra(app: Flask, clock: Clock) -> Client:
    return factories.ezra()


def _withdrawn(client: Client, clock: Clock) -> None:
    withdraw_invitation(client, factories.dana())


def _moved_away(client: Client, clock: Clock) -> None:
    email_addresses.change(client.emails[0], "other@example.com", factories.dana())


def _resent(client: Client, clock: Clock) -> None:
    factories.invite(client)
    clock.move(hours=48)


def _registered(client: Client, clock: Clock) -> None:
    factories.make_client(cast.ROSA, registered=True)
    with writing():
        db.session.query(PortalAccount).update({"client_id": client.id})


def _before_its_end(client: Client, clock: Clock) -> None:
    clock.move(hours=-1, microseconds=-1)


@pytest.mark.parametrize("change", [_withdrawn, _moved_away, _resent, _registered, _before_its_end])
def test_only_the_newest_invitation_that_simply_ran_out_can_be_renewed(
    change: Callable[[Client, Clock], None], ezra: Client, settings: Settings, clock: Clock
) -> None:
    link = newest(ezra)
    change(ezra, clock)
    before = contents(settings)
    assert renewal_of(fresh(link)) is None
    with pytest.raises(LinkDead):
        ask(link)
    assert contents(settings) == before


def test_a_reset_that_ran_out_can_not_be_renewed(clock: Clock) -> None:
    link = factories.send_reset(factories.rosa())
    clock.move(hours=48)
    assert renewal_of(link) is None
    with pytest.raises(LinkUnknown):
        ask(link, cast.ROSA.birth_date)


def _switched_off(ezra: Client) -> None:
    choose(lets_clients_renew=False)


def _without_default(ezra: Client) -> None:
    with writing():
        db.session.query(EmailAddress).update({"is_default": False})


def _practice_has_sent_enough(ezra: Client) -> None:
    quotas.spend_of_practice(299)


@pytest.mark.parametrize("change", [_switched_off, _without_default, _practice_has_sent_enough])
def test_what_cannot_be_mailed_is_left_to_the_phone(
    change: Callable[[Client], None], ezra: Client, settings: Settings
) -> None:
    factories.invite(factories.nora())
    change(ezra)
    before = contents(settings)
    assert renewal_of(newest(ezra)) is Renewal.BY_PHONE
    with pytest.raises(LinkDead):
        ask(newest(ezra))
    assert contents(settings) == before


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
