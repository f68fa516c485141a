"""What of a client's answers is kept at once, and what waits for staff."""

import pytest
from flask import Flask

from portal.extensions import db
from portal.intake import answers
from portal.intake.answers import answers_of
from portal.models import Client, Event
from tests.support import factories, links
from tests.support.reviewing import fill_in, on_file, waiting


@pytest.fixture
def rosa(app: Flask) -> Client:
    return factories.rosa()


def texts(client: Client) -> dict[str, tuple[str, str]]:
    """Old and new as they are read, by the names of the changes that wait."""
    found = waiting(client)
    return {change.name: (change.line.text(change.old), change.line.text(change.new)) for change in found}


def test_a_first_answer_fills_in_what_is_empty(rosa: Client) -> None:
    fill_in(rosa)
    assert texts(rosa) == {}
    assert on_file(rosa)["city"] == "Springfield"


def test_a_first_answer_that_replaces_something_waits(rosa: Client) -> None:
    factories.change(rosa, phone="(212) 555-0110")
    fill_in(rosa)
    new = "(212) 555-0123, home, a message may be left"
    assert texts(rosa) == {"details.phone": ("(212) 555-0110", new)}
    assert on_file(rosa)["phone"] == rosa.phone == "(212) 555-0110"


def test_what_is_said_of_a_phone_on_file_is_kept_at_once(rosa: Client) -> None:
    factories.change(rosa, phone="212-555-0123")
    fill_in(rosa)
    assert texts(rosa) == {}
    assert on_file(rosa)["phone_kind"] == "home"


def test_a_number_that_is_written_in_another_way_is_no_change(rosa: Client) -> None:
    fill_in(rosa)
    factories.change(rosa, phone="212 555 0123")
    before = links.last_event()
    fill_in(rosa)
    assert (texts(rosa), links.kinds_since(before)) == ({}, [])


def test_a_later_change_waits_also_where_nothing_was_given_before(rosa: Client) -> None:
    fill_in(rosa)
    fill_in(rosa, city="Albany", phone_2="(212) 555-0177", phone_2_kind="work")
    assert texts(rosa) == {
        "details.phone_2": ("", "(212) 555-0177, work, don't leave a message"),
        "details.address": ("12 Elm Street, 4B, Springfield, NY 10001", "12 Elm Street, 4B, Albany, NY 10001"),
    }
    assert (on_file(rosa)["city"], "phone_2" in on_file(rosa)) == ("Springfield", False)


def test_what_is_harmless_or_protects_goes_through_at_once(rosa: Client) -> None:
    fill_in(rosa)
    harmless = {"preferred_name": "Ro", "pronouns": "they/them", "keeps_name_out": True}
    fill_in(rosa, **harmless)
    assert texts(rosa) == {} and on_file(rosa).items() >= harmless.items()


def test_the_client_goes_by_what_waits_and_saving_it_once_more_leaves_no_trace(rosa: Client) -> None:
    fill_in(rosa)
    fill_in(rosa, city="Albany")
    assert answers_of(rosa, "details")["city"] == "Albany"
    before = links.last_event()
    fill_in(rosa, city="Albany")
    assert links.kinds_since(before) == []


def test_a_second_change_of_the_same_takes_the_place_of_the_first(rosa: Client) -> None:
    fill_in(rosa)
    fill_in(rosa, city="Albany")
    fill_in(rosa, city="Buffalo")
    assert [new for _, new in texts(rosa).values()] == ["12 Elm Street, 4B, Buffalo, NY 10001"]


def test_a_change_that_is_taken_back_does_not_wait_any_more(rosa: Client) -> None:
    fill_in(rosa)
    fill_in(rosa, city="Albany")
    before = links.last_event()
    fill_in(rosa)
    row = answers.find(rosa, "details")
    assert (texts(rosa), row and row.changed_at) == ({}, None)
    assert links.kinds_since(before) == ["change_taken_back"]


def test_history_says_what_waits_and_never_what_it_is(rosa: Client) -> None:
    fill_in(rosa)
    fill_in(rosa, city="Albany", phone="(212) 555-0150")
    last = db.session.query(Event).order_by(Event.id.desc()).first()
    assert last and last.sentence == "Client's details changed by the client, to be accepted: Phone, Address"
