"""How many mails with a link may go out: the last one that may, the first that may not, and when it may again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal.authentication.audiences import CLIENT, STAFF, Audience
from portal.config import Settings
from portal.credentials import forgotten_passwords, passwords, renewals
from portal.credentials.invitations import send_invitation
from portal.credentials.renewals import renewal_of
from portal.diagnosis import needs_attention, remedies
from portal.errors import QuotaReached
from portal.extensions import db
from portal.limits import sent_mail as limits
from portal.models import Client, Event, Link
from portal.models.event import Actor
from tests.conftest import Clock
from tests.support import cast, factories, quotas
from tests.support.at_once import at_once
from tests.support.database import contents
from tests.support.renewing import newest

pytestmark = pytest.mark.usefixtures("app")
Send = Callable[[Client, Actor], Link]
STRANGERS = "Mail used up: 100 mails were asked for within 24 hours by people who are not signed in."
KINDS: list[tuple[Callable[[], Client], Send, str]] = [
    (factories.nora, send_invitation, "5 portal invites were sent to this client within 24 hours."),
    (factories.rosa, passwords.send_reset, "5 password resets were sent to this client within 24 hours."),
]


def refusal(client: Client, send: Send) -> QuotaReached:
    with pytest.raises(QuotaReached) as refused:
        send(client, factories.dana())
    db.session.rollback()
    return refused.value


# case 67
@pytest.mark.parametrize(("who", "send", "words"), KINDS)
def test_the_sixth_of_a_kind_is_refused_until_a_day_after_the_first(
    who: Callable[[], Client], send: Send, words: str, clock: Clock
) -> None:
    client, first = who(), clock.now
    for _ in range(5):
        send(client, factories.dana())
        clock.move(hours=3)
    clock.to(first + timedelta(hours=23, minutes=59, seconds=59))
    error = refusal(client, send)
    assert (error.sentence, error.until) == (words, first + timedelta(hours=24))
    clock.move(seconds=1)
    assert send(client, factories.dana())
    clock.move(minutes=2)
    assert refusal(client, send).until == first + timedelta(hours=27)


def test_kinds_clients_and_what_was_asked_for_are_counted_apart(clock: Clock) -> None:
    rosa = factories.rosa()
    quotas.spend_of_client(rosa)
    for _ in range(3):
        forgotten_passwords.ask(CLIENT, "rosie.d", cast.ROSA.email, "127.0.0.1")
        forgotten_passwords.answer_all()
    assert quotas.made() == 8
    for _ in range(5):
        clock.move(minutes=2)
        assert passwords.send_reset(rosa, factories.dana())
    assert factories.invite(factories.nora())


# case 67
def test_the_thirty_first_by_one_member_of_staff_within_an_hour_is_refused(clock: Clock) -> None:
    nora, first = factories.nora(), clock.now
    quotas.spend_of_staff(29)
    clock.move(minutes=10)
    assert factories.invite(nora)
    clock.move(minutes=10)
    error = refusal(factories.rosa_to_be(), send_invitation)
    assert error.sentence == "You have sent 30 mails within an hour."
    assert error.until == first + timedelta(hours=1)
    assert send_invitation(factories.milo_with_email(), Actor("staff", staff_id=factories.make_sam().id))
    clock.to(error.until)
    assert factories.invite(factories.make_client(cast.THEO))


# case 67
def test_the_three_hundred_and_first_of_the_practice_within_24_hours_is_refused(clock: Clock) -> None:
    first = clock.now
    quotas.spend_of_practice(299)
    passwords.staff_link(quotas.dana())  # printed on the command line, and not mailed
    clock.move(hours=2)
    assert factories.invite(factories.nora())
    error = refusal(factories.rosa_to_be(), send_invitation)
    assert error.sentence == "The practice has sent 300 mails within 24 hours."
    assert error.until == first + timedelta(hours=24)
    clock.to(error.until)
    assert factories.invite(factories.make_client(cast.THEO))


def test_of_two_limits_the_one_that_ends_last_is_told(clock: Clock) -> None:
    nora, first = factories.nora(), clock.now
    quotas.spend_of_client(nora)
    quotas.spend_of_staff(30)
    clock.move(minutes=2)
    error = refusal(nora, send_invitation)
    assert (error.sentence[:2], error.until) == ("5 ", first + timedelta(hours=24))


# case 68
@pytest.mark.parametrize("limit", ["client", "staff", "practice"])
def test_a_refusal_makes_and_ends_nothing_and_leaves_no_event(limit: str, settings: Settings, clock: Clock) -> None:
    nora = factories.nora()
    factories.invite(nora)
    {"client": lambda: quotas.spend_of_client(nora, 4), "staff": lambda: quotas.spend_of_staff(29),
     "practice": lambda: quotas.spend_of_practice(299)}[limit]()  # fmt: skip
    clock.move(minutes=2)
    before = contents(settings)
    refusal(nora, send_invitation)
    refusal(nora, lambda client, by: remedies.correct_and_send(client, "nora.new@example.com", by))
    assert contents(settings) == before


@pytest.mark.parametrize(("spend", "count"), [(quotas.spend_of_strangers, 99), (quotas.spend_of_practice, 299)])
@pytest.mark.parametrize("audience", [CLIENT, STAFF], ids=["client", "staff"])
def test_the_last_mail_of_a_day_that_somebody_asks_for_is_made_and_no_other(
    audience: Audience, spend: Callable[[int], None], count: int, clock: Clock
) -> None:
    factories.rosa()
    spend(count)
    name, email = ("rosie.d", cast.ROSA.email) if audience is CLIENT else ("dana.w", None)
    for _ in range(2):
        clock.move(hours=1)
        forgotten_passwords.ask(audience, name, email, "127.0.0.1")
        forgotten_passwords.answer_all()
        assert quotas.made() == count + 1
    event = db.session.query(Event).order_by(Event.id.desc()).first()
    assert event is not None and (event.kind, event.result) == ("reset_asked", "refused")
    assert event.sentence.endswith("too many mails in a day")


def test_staff_may_still_send_when_strangers_have_used_theirs_up(clock: Clock) -> None:
    quotas.spend_of_strangers(100)
    assert factories.invite(factories.nora())
    assert passwords.send_reset(factories.rosa(), factories.dana())
    quotas.spend_of_practice(198)
    sentence = "The practice has sent 300 mails within 24 hours."
    assert refusal(factories.rosa_to_be(), send_invitation).sentence == sentence
    assert used_up() == [f"Mail used up: {sentence}", STRANGERS]


def test_clients_ask_for_new_links_out_of_the_same_hundred(clock: Clock) -> None:
    link = newest(factories.ezra())
    assert renewal_of(link) is renewals.Renewal.OFFERED
    quotas.spend_of_strangers(100)
    assert renewal_of(link) is renewals.Renewal.BY_PHONE


# an attack is told once, not at each mail that it would have cost
def test_needs_attention_says_once_a_day_that_mail_is_used_up(clock: Clock) -> None:
    quotas.spend_of_strangers(99)
    assert used_up() == []
    quotas.spend_of_strangers(1)
    assert used_up() == [STRANGERS]
    line = next(line for line in needs_attention.lines() if line.cause == "mail_used_up")
    assert needs_attention.dismiss(line.cause, line.subject, factories.dana()) and used_up() == []
    clock.move(minutes=50)
    assert used_up() == []
    clock.move(hours=12)  # past midnight
    assert used_up() == [STRANGERS]
    clock.move(hours=11, minutes=9)
    assert not limits.has_room_for_strangers()
    clock.move(minutes=1)
    assert (used_up(), limits.has_room_for_strangers()) == ([], True)


def used_up() -> list[str]:
    db.session.rollback()
    return [line.sentence for line in needs_attention.lines() if line.cause == "mail_used_up"]


def test_two_at_once_cannot_exceed_it(app: Flask) -> None:
    people = [factories.nora().id, factories.rosa_to_be().id, factories.milo_with_email().id]
    quotas.spend_of_staff(29)

    def send(number: int) -> str:
        with app.app_context():
            try:
                send_invitation(db.session.get_one(Client, number), Actor("staff", staff_id=1))
                return "sent"
            except QuotaReached:
                return "refused"

    results = at_once(send, people)
    assert sorted(results) == ["refused", "refused", "sent"]
    assert quotas.made() == 30
