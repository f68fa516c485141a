"""Asking for a new link: for whom, where to, after which answer, how often."""

from datetime import date, timedelta

import pytest
from flask import Flask

from portal.clients import records
from portal.clients.portal_status import Status, status_of
from portal.config import Settings
from portal.credentials import renewals
from portal.credentials.renewals import renewal_of
from portal.diagnosis import needs_attention
from portal.errors import BirthDateNotConfirmed, BirthDateWrong, LinkDead
from portal.extensions import db
from portal.models import Client, Event, Link, OutgoingMail
from portal.models.link import LinkState
from tests.conftest import Clock
from tests.support import cast, factories, quotas
from tests.support.at_once import at_once
from tests.support.database import contents
from tests.support.links import fresh, kinds_since, last_event
from tests.support.renewing import BORN, SOMEBODY, ask, newest

pytestmark = pytest.mark.usefixtures("app")
WRONG = date(1990, 1, 1)


@pytest.fixture
def ezra(app: Flask, clock: Clock) -> Client:
    return factories.ezra()


def test_the_right_answer_makes_a_new_invitation_to_the_same_address_and_history_tells_it(
    ezra: Client, clock: Clock
) -> None:
    old, before = newest(ezra), last_event()
    made = ask(old)
    mail = db.session.query(OutgoingMail).filter_by(link_id=made.id).one()
    assert (mail.kind, mail.address, mail.client_id) == ("invitation", cast.EZRA.email, ezra.id)
    assert (made.expires_at, made.sent_by_id) == (clock.now + timedelta(hours=48), None)
    assert (fresh(old).state(clock.now), made.state(clock.now)) == (LinkState.REPLACED, LinkState.LIVE)
    assert status_of(ezra).status is Status.INVITED
    assert kinds_since(before) == ["birth_date_confirmed", "invitation_renewed"]
    event = db.session.query(Event).order_by(Event.id.desc()).first()
    assert event is not None and (event.actor, event.client_id) == ("link", ezra.id)
    assert event.sentence == f"New link asked for; portal invite for {cast.EZRA.email}"


def test_without_a_date_of_birth_on_file_nothing_is_asked(clock: Clock) -> None:
    link = factories.invite(factories.milo_with_email())
    clock.move(hours=48)
    assert ask(link, None).state(clock.now) is LinkState.LIVE


def test_without_an_answer_to_the_question_nothing_is_made(ezra: Client, settings: Settings) -> None:
    before = contents(settings)
    with pytest.raises(BirthDateNotConfirmed):
        ask(newest(ezra), None)
    assert contents(settings) == before


def test_wrong_answers_go_on_with_the_count_of_the_link_and_the_fifth_locks_it(ezra: Client, clock: Clock) -> None:
    link = newest(ezra)
    db.session.query(Link).update({"wrong_birth_dates": 2})
    db.session.commit()
    before = last_event()
    for left in (2, 1):
        with pytest.raises(BirthDateWrong) as wrong:
            ask(link, WRONG)
        assert wrong.value.left == left
    with pytest.raises(LinkDead):
        ask(link, WRONG)
    with pytest.raises(LinkDead):
        ask(link, BORN)
    assert (fresh(link).state(clock.now), quotas.made()) == (LinkState.LOCKED, 1)
    assert kinds_since(before) == ["birth_date_wrong"] * 3 + ["link_locked"]
    assert [line.sentence for line in needs_attention.lines() if line.client] == [
        "The invite expired before it was used and is locked: five wrong birth dates"
    ]


def test_a_corrected_date_of_birth_lets_the_client_ask_again(ezra: Client) -> None:
    link = newest(ezra)
    db.session.query(Link).update({"wrong_birth_dates": 5})
    db.session.commit()
    assert renewal_of(link) is None
    records.change(ezra, records.Details("Ezra", "Cohen", None, WRONG, None, None), factories.dana())
    assert ask(newest(ezra), WRONG)


def test_the_second_press_in_the_same_browser_gets_the_same_link_and_sends_no_second_mail(ezra: Client) -> None:
    old = newest(ezra)
    made = ask(old)
    assert ask(old).id == made.id
    with pytest.raises(LinkDead):
        ask(old, nonce="another browser")
    assert (quotas.made(), db.session.query(OutgoingMail).count()) == (2, 2)


def test_two_browsers_that_ask_at_once_make_one_link(app: Flask, ezra: Client) -> None:
    text = factories.text_of(newest(ezra))

    def press(number: int) -> str:
        with app.app_context():
            try:
                return renewals.ask(text, f"browser {number % 2}", BORN, SOMEBODY).selector
            except LinkDead:
                return "dead"

    results = at_once(press, range(4))
    assert sorted(results) == sorted([newest(ezra).selector] * 2 + ["dead"] * 2)
    assert (quotas.made(), db.session.query(OutgoingMail).count()) == (2, 2)
