"""What answers and skips leave behind, and how steps are put in order and counted."""

import pytest
from flask import Flask

from portal.audit import verify
from portal.errors import NothingToSkip
from portal.extensions import db
from portal.intake import answers, steps
from portal.intake.steps import State, skip_for_client, skip_for_now, steps_of
from portal.models import Client, Event, StepRecord
from tests.conftest import Clock
from tests.support import details, factories, links
from tests.support.choices import choose
from tests.support.stepping import bring_about, own


@pytest.fixture
def rosa(app: Flask) -> Client:
    return factories.rosa()


def fill_in(client: Client, **other: object) -> None:
    answers.answer(client, "details", details.values(**other), own(client))


def record_of(client: Client) -> StepRecord:
    return db.session.query(StepRecord).filter_by(client_id=client.id).one()


def test_the_first_answers_and_each_change_leave_one_event(rosa: Client) -> None:
    before = links.last_event()
    fill_in(rosa)
    fill_in(rosa, city="Albany")
    fill_in(rosa, city="Albany", pronouns="they/them")
    assert links.kinds_since(before) == ["step_answered", "change_proposed", "step_changed"]
    first = db.session.query(Event).filter_by(kind="step_answered").one()
    assert (first.sentence, first.actor, first.client_id) == ("Client's details filled in", "client", rosa.id)
    assert verify.verify().bad is None


def test_the_same_answers_once_more_leave_no_trace(rosa: Client, clock: Clock) -> None:
    fill_in(rosa)
    before, at = links.last_event(), record_of(rosa).answered_at
    clock.move(hours=1)
    fill_in(rosa)
    assert (links.kinds_since(before), record_of(rosa).answered_at) == ([], at)


def test_staff_find_the_client_by_the_phone_that_was_filled_in(rosa: Client) -> None:
    fill_in(rosa, phone="(212) 555-0166", preferred_name="Rosita")
    assert "2125550166" in rosa.search and "rosita" in rosa.search


@pytest.mark.usefixtures("pets")
class TestOrder:
    """Two steps: the details come first by their place."""

    def test_what_is_required_comes_before_what_is_not_and_else_they_go_by_their_places(self, rosa: Client) -> None:
        choose(step_details="optional", step_pets="optional")
        assert [step.name for step in steps_of(rosa)] == ["details", "pets"]
        choose(step_pets="required")
        asked = steps_of(rosa)
        assert [step.name for step in asked] == ["pets", "details"]
        following = steps.next_open(asked)
        assert following is not None and following.name == "pets"
        # each is numbered after username and password
        assert [steps.place_of(name, asked) for name in (None, "pets", "details")] == [(1, 3), (2, 3), (3, 3)]

    @pytest.mark.parametrize("state", [State.ON_FILE, State.SKIPPED])
    def test_what_need_not_be_asked_is_not_counted(self, rosa: Client, state: State) -> None:
        bring_about(state, rosa)
        choose(step_details="required", step_pets="required")
        asked = steps_of(rosa)
        assert [steps.place_of(name, asked) for name in (None, "details")] == [(1, 2), (2, 2)]

    def test_what_is_done_goes_on_being_counted(self, rosa: Client) -> None:
        bring_about(State.DONE, rosa)
        choose(step_details="optional", step_pets="required")
        assert steps.place_of("details", steps_of(rosa)) == (3, 3)


def test_a_step_is_left_for_later_once(rosa: Client) -> None:
    choose(step_details="optional")
    before = links.last_event()
    skip_for_now(rosa, "details", own(rosa))
    skip_for_now(rosa, "details", own(rosa))
    assert links.kinds_since(before) == ["step_left"]


@pytest.mark.parametrize("asking", ["required", "dont_ask"])
def test_what_is_required_or_not_asked_cannot_be_left_for_later(rosa: Client, asking: str) -> None:
    choose(step_details=asking)
    with pytest.raises(NothingToSkip):
        skip_for_now(rosa, "details", own(rosa))
    assert db.session.query(StepRecord).count() == 0


def test_what_was_left_for_later_comes_first_once_it_is_required(rosa: Client) -> None:
    choose(step_details="optional")
    skip_for_now(rosa, "details", own(rosa))
    choose(step_details="required")
    first = steps.first_required(steps_of(rosa))
    assert first is not None and first.state is State.OPEN


def test_what_staff_skipped_is_done_once_the_client_has_filled_it_in(rosa: Client) -> None:
    choose(step_details="required")
    skip_for_client(rosa, "details", "Asked on the phone", factories.dana())
    fill_in(rosa)
    row = record_of(rosa)
    assert (row.skipped_at, row.skipped_by_id, row.skip_reason) == (None, None, None)
    assert steps_of(rosa)[0].state is State.DONE


def test_a_phone_that_staff_have_deleted_is_asked_for_again(rosa: Client) -> None:
    choose(step_details="required")
    fill_in(rosa)
    rosa.phone = None
    db.session.commit()
    assert steps_of(rosa)[0].state is State.OPEN


def test_where_no_step_is_asked_nothing_is_read(rosa: Client) -> None:
    assert steps_of(rosa) == []
    assert steps.first_required([]) is steps.next_open([]) is None
    assert steps.place_of(None, []) == (1, 1)
