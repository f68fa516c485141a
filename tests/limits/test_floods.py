"""What somebody does again and again is told a few times, then in one number, and no event is ever changed."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.audit import verify
from portal.authentication import sessions
from portal.authentication.audiences import CLIENT
from portal.clients import records
from portal.credentials import forgotten_passwords, portal_access
from portal.database import writing
from portal.errors import AccessTurnedOff, TooManyAttempts, WrongCredentials
from portal.extensions import db
from portal.limits import attempts, floods
from portal.limits.floods import TOLD
from portal.models import Client, Event
from portal.models.event import Actor
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.links import kinds_since, last_event

FLOOD = TOLD + 3


def _ask(client: Client) -> None:
    """With somebody else's email; the worker answers."""
    forgotten_passwords.ask(CLIENT, "rosie.d", "stranger@example.com", "192.0.2.1")
    forgotten_passwords.answer_all()


def _guess(client: Client) -> None:
    """A wrong password, from another network each time, and the wait of the name taken back."""
    try:
        sessions.sign_in(CLIENT, "rosie.d", "wrong", sessions.Browser("192.0.2.1", "A browser"))
    except (WrongCredentials, TooManyAttempts):
        _without_waits()


def _knock(client: Client) -> None:
    """The right password, where access is turned off."""
    with writing():
        assert client.account is not None
        client.account.disabled_at = client.created_at
    with pytest.raises(AccessTurnedOff):
        sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, sessions.Browser("192.0.2.1", "A browser"))


def _guess_nobody(client: Client) -> None:
    try:
        sessions.sign_in(CLIENT, f"nobody{last_event()}", "wrong", sessions.Browser("192.0.2.1", "A browser"))
    except (WrongCredentials, TooManyAttempts):
        _without_waits()


def _choose(client: Client, times: int = 1) -> None:
    for _ in range(times):
        language = "en" if client.language == "es" else "es"
        records.choose_language(client, language, Actor("client", client_id=client.id))


def _without_waits() -> None:
    with writing():
        db.session.query(attempts.Attempt).filter(attempts.Attempt.limit_name != floods.LIMIT).delete()


FLOODS: dict[str, tuple[Callable[[Client], None], str, str, str]] = {
    "a reset with a wrong email": (_ask, "reset_asked", "resets_refused_often", "resets_refused_in_all"),
    "wrong passwords": (_guess, "sign_in_refused", "sign_ins_refused_often", "sign_ins_refused_in_all"),
    "a sign-in without access": (_knock, "sign_in_refused", "sign_ins_refused_often", "sign_ins_refused_in_all"),
    "names of nobody": (_guess_nobody, "sign_in_refused", "sign_ins_refused_often", "sign_ins_refused_in_all"),
    "a language to and fro": (_choose, "language_chosen", "languages_chosen_often", "languages_chosen"),
}


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_leaves_a_few_events_one_at_the_limit_and_one_with_the_number_at_the_end(
    flood: str, app: Flask, clock: Clock
) -> None:
    act, kind, often, in_all = FLOODS[flood]
    rosa = factories.rosa()
    before = last_event()
    for _ in range(FLOOD):
        act(rosa)
    floods.tell_ends()
    assert kinds_since(before) == [kind] * TOLD + [often]
    clock.move(hours=1)
    floods.tell_ends()
    floods.tell_ends()
    assert kinds_since(before) == [kind] * TOLD + [often, in_all]
    told = db.session.get_one(Event, last_event())
    assert told.fields == {"count": str(FLOOD)} and verify.verify().bad is None
    assert told.client_id == (None if act is _guess_nobody else rosa.id)


def test_a_few_are_told_one_by_one_and_need_no_number(app: Flask, clock: Clock) -> None:
    before = last_event()
    _choose(factories.rosa(), TOLD)
    clock.move(hours=1)
    floods.tell_ends()
    assert kinds_since(before) == ["language_chosen"] * TOLD


def test_a_flood_goes_on_as_long_as_it_does_not_pause_for_an_hour(app: Flask, clock: Clock) -> None:
    rosa = factories.rosa()
    before = last_event()
    for _ in range(10):
        _choose(rosa)
        clock.move(minutes=59)
        floods.tell_ends()
    assert kinds_since(before) == ["language_chosen"] * TOLD + ["languages_chosen_often"]


def test_what_comes_after_the_end_is_told_anew_whether_the_worker_ran_or_not(app: Flask, clock: Clock) -> None:
    rosa = factories.rosa()
    _choose(rosa, TOLD + 2)
    before = last_event()
    clock.move(hours=2)
    _choose(rosa)
    assert kinds_since(before) == ["languages_chosen", "language_chosen"]


def test_the_number_is_of_all_that_was_refused_for_whatever_reason(app: Flask, clock: Clock) -> None:
    rosa = factories.rosa()
    for _ in range(TOLD):
        _ask(rosa)
    portal_access.set_access(rosa, False, factories.dana())
    before = last_event()
    _ask(rosa)
    assert kinds_since(before) == ["resets_refused_often"]


def test_a_flood_for_one_person_hides_nothing_of_another(app: Flask, clock: Clock) -> None:
    rosa, theo = factories.rosa(), factories.theo()
    _choose(rosa, TOLD + 2)
    before = last_event()
    _choose(theo)
    assert kinds_since(before) == ["language_chosen"]


def test_a_counter_of_told_events_is_not_purged_before_its_number_is_told(app: Flask, clock: Clock) -> None:
    rosa = factories.rosa()
    _choose(rosa, TOLD + 2)
    clock.move(days=30)
    attempts.purge()
    before = last_event()
    floods.tell_ends()
    assert kinds_since(before) == ["languages_chosen"]


def test_what_was_counted_while_the_clock_was_ahead_ends_when_it_is_right(app: Flask, clock: Clock) -> None:
    rosa = factories.rosa()
    clock.move(days=400)
    _choose(rosa, TOLD + 2)
    clock.move(days=-400)
    before = last_event()
    floods.tell_ends()
    _choose(rosa)
    assert kinds_since(before) == ["languages_chosen", "language_chosen"]
