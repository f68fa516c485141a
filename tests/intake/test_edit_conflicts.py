"""Two at the same form, line by line."""

import pytest
from flask import Flask

from portal.contract.parts import Line
from portal.errors import ChangedMeanwhile
from portal.intake import edit_conflicts

LINES = [Line("name", "Name", ("name",), str), Line("place", "Place", ("street", "city"), str)]
SHOWN = {"name": "Ro", "street": "12 Elm Street", "city": "Albany"}
pytestmark = pytest.mark.usefixtures("app")


def merge(now: dict[str, str], given: dict[str, str]) -> dict[str, str]:
    return edit_conflicts.merge(LINES, edit_conflicts.marks(LINES, SHOWN), now, given)


def test_what_nobody_else_has_changed_is_taken_as_given() -> None:
    assert merge(SHOWN, SHOWN | {"name": "Rosa"}) == SHOWN | {"name": "Rosa"}


def test_what_the_second_has_not_touched_stays_as_the_first_has_left_it() -> None:
    now = {"name": "Ro", "street": "3 River Road"}
    assert merge(now, SHOWN | {"name": "Rosa"}) == {"name": "Rosa", "street": "3 River Road"}


def test_two_who_typed_the_same_are_of_one_mind() -> None:
    assert merge(SHOWN | {"city": "Troy"}, SHOWN | {"city": "Troy"}) == SHOWN | {"city": "Troy"}


def test_two_who_changed_the_same_line_are_told_so() -> None:
    with pytest.raises(ChangedMeanwhile) as caught:
        merge(SHOWN | {"city": "Troy"}, SHOWN | {"street": "3 River Road"})
    assert ([line.name for line in caught.value.lines], caught.value.now["city"]) == (["place"], "Troy")


@pytest.mark.parametrize("marks", [None, {}, {"elsewhere": "x"}])
def test_a_form_that_does_not_say_what_it_had_shown_is_taken_as_given(app: Flask, marks: dict[str, str] | None) -> None:
    assert edit_conflicts.merge(LINES, marks, SHOWN | {"city": "Troy"}, SHOWN) == SHOWN
