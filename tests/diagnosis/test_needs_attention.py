"""Needs attention: a line comes with its cause, goes when it is solved, and goes on Dismiss."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.authentication import sign_in_counters
from portal.authentication.audiences import CLIENT
from portal.clients import email_addresses, records, search
from portal.config_values import MailServer
from portal.credentials.invitations import send_invitation, withdraw_invitation
from portal.database import writing
from portal.diagnosis import needs_attention
from portal.diagnosis.attention_kinds import Remedy
from portal.extensions import db
from portal.limits import attempts
from portal.models import Client, Event
from portal.models.event import Actor
from tests.conftest import Clock
from tests.support import calls, cast, factories
from tests.support.post import newest, use


@pytest.fixture
def failed(clock: Clock, mail_server_is_set: None) -> Client:
    """A client whose invite the mail server refused."""
    client = factories.nora()
    calls.refused(client)
    clock.move(minutes=2)
    return client


def causes() -> list[str]:
    db.session.rollback()
    return [line.cause for line in needs_attention.lines()]


def test_nothing_needs_attention_while_all_is_well(app: Flask, clock: Clock) -> None:
    factories.theo(), factories.rosa(), factories.ines()
    assert causes() == []


def test_a_mail_that_was_refused_needs_attention_until_it_is_sent_again(failed: Client) -> None:
    (line,) = needs_attention.lines()
    assert (line.cause, line.client) == ("not_delivered", failed)
    assert line.sentence.startswith(f"Not delivered to {cast.NORA.email}: ")
    send_invitation(failed, factories.dana())
    assert causes() == []


def test_a_corrected_address_that_is_invited_again_solves_it_too(failed: Client) -> None:
    email_addresses.change(failed.emails[0], "right@example.com", factories.dana())
    send_invitation(failed, factories.dana())
    assert causes() == []


def test_a_refused_mail_of_long_ago_is_no_news(failed: Client, clock: Clock) -> None:
    clock.move(days=31)
    assert "not_delivered" not in causes()


@pytest.mark.parametrize("solve", [send_invitation, withdraw_invitation])
def test_an_invite_that_ran_out_needs_attention_until_it_is_sent_again_or_withdrawn(
    solve: Callable[[Client, Actor], object], app: Flask, clock: Clock
) -> None:
    theo = factories.theo()
    clock.move(hours=48, seconds=-1)
    assert causes() == []
    clock.move(seconds=1)
    assert causes() == ["expired"]
    solve(theo, factories.dana())
    assert causes() == []


def test_an_invite_that_ran_out_leaves_the_lines_after_fourteen_days(app: Flask, clock: Clock) -> None:
    theo = factories.theo()
    clock.move(days=2 + 14, seconds=-1)
    assert causes() == ["expired"]
    clock.move(seconds=1)
    assert causes() == []
    assert [row.client.id for row in search.page("", "expired", "", "").rows] == [theo.id]


def test_mails_that_were_kept_are_one_line_with_their_number(app: Flask, clock: Clock) -> None:
    factories.theo(), factories.send_reset(factories.rosa())
    assert causes() == []
    use(MailServer("127.0.0.1", 25, "none"))
    (line,) = needs_attention.lines()
    assert line.sentence == "2 mails were kept here and never sent"
    assert [remedy for _, remedy in line.mails] == [Remedy.SEND_RESET, Remedy.SEND_INVITE]
    clock.move(hours=48)
    (line,) = needs_attention.lines()
    assert line.sentence == "1 mail was kept here and never sent", "the reset has run out, and the invite is told once"


def test_a_notice_to_an_address_that_is_not_on_file_any_more_is_solved(failed: Client) -> None:
    mail = newest()
    mail.kind, mail.link_id = "password_changed", None
    db.session.commit()
    (line,) = needs_attention.lines()
    assert (line.remedy, line.email) == (Remedy.EDIT_EMAIL, failed.emails[0])
    email_addresses.change(failed.emails[0], "right@example.com", factories.dana())
    assert causes() == []


def test_a_reset_that_ran_out_is_no_news(app: Flask, clock: Clock) -> None:
    factories.send_reset(factories.rosa())
    clock.move(hours=48)
    assert causes() == []


def _lock(client: Client) -> None:
    link = factories.invite(client) if client.account is None else factories.send_reset(client)
    with writing():
        link.wrong_birth_dates = 5


def test_a_locked_link_is_solved_by_the_right_birth_date_on_file(app: Flask, clock: Clock) -> None:
    nora = factories.nora()
    _lock(nora)
    assert causes() == ["locked"]
    details = records.Details(nora.first_name, nora.last_name, None, cast.THEO.birth_date, None, None)
    records.change(nora, details, factories.dana())
    assert causes() == []


def test_a_locked_invite_that_ran_out_is_one_line_not_two(app: Flask, clock: Clock) -> None:
    _lock(factories.nora())
    clock.move(hours=48)
    assert causes() == ["expired"]


def test_dismissing_takes_a_line_away_and_says_who(failed: Client) -> None:
    (line,) = needs_attention.lines()
    assert needs_attention.dismiss(line.cause, line.subject, factories.dana())
    assert causes() == []
    event = db.session.query(Event).order_by(Event.id.desc()).first()
    assert event is not None
    assert (event.kind, event.actor, event.client_id) == ("attention_dismissed", "staff", failed.id)


def test_dismissing_one_line_leaves_the_others(failed: Client, clock: Clock) -> None:
    factories.theo()
    clock.move(hours=48)
    line = next(line for line in needs_attention.lines() if line.cause == "expired" and line.client == failed)
    needs_attention.dismiss(line.cause, line.subject, factories.dana())
    assert sorted(causes()) == ["expired", "not_delivered"]


def test_a_new_cause_comes_back_after_the_old_line_was_dismissed(failed: Client) -> None:
    (line,) = needs_attention.lines()
    needs_attention.dismiss(line.cause, line.subject, factories.dana())
    calls.refused(failed)
    assert causes() == ["not_delivered"]


def test_dismissing_what_is_not_there_does_nothing(app: Flask) -> None:
    before = db.session.query(Event).count()
    assert not needs_attention.dismiss("expired", "invented", factories.dana())
    assert db.session.query(Event).count() == before


def note_failures(username: str, count: int) -> None:
    counter = sign_in_counters.counters(CLIENT, username, "192.0.2.1")[0]
    with writing():
        for _ in range(count):
            attempts.note_within(counter)
