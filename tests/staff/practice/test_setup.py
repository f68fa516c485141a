"""Setting up: what clients shall do, and the time zones with the names that a browser may have for them."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from portal import create_app, regions
from portal.config import Settings
from portal.contract import tasks
from portal.extensions import db
from portal.models import Event, Practice
from portal.options import resolve
from tests.support import cast
from tests.support.page import by_id, tree, words
from tests.support.visitor import Visitor

FOUNDING = {
    "practice_name": "Mine", "phone": cast.PHONE, "time_zone": "Europe/Berlin", "name": "Eve Doe",
    "email": "eve@example.com", "username": "eve", "password": "four grey herons by water",
}  # fmt: skip


@pytest.fixture
def founder(settings: Settings) -> Iterator[Visitor]:
    """Whoever has opened the one-time address."""
    app = create_app(replace(settings, setup_code_hash=hashlib.sha256(b"the-code").hexdigest()))
    with app.app_context():
        visitor = Visitor(app)
        visitor.get("/setup?code=the-code")
        page = visitor.get("/setup").text
        visitor.tokens["staff"] = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        yield visitor
        db.session.remove()
        db.engine.dispose()


def boxes(html: str) -> dict[str, bool]:
    """Each box by its label, and whether it is checked."""
    labels = {label.get("for"): words(label) for label in tree(html).iter("label")}
    found = [box for box in tree(html).iter("input") if box.get("type") == "checkbox"]
    return {labels[box.get("id")]: box.get("checked") is not None for box in found}


def on() -> list[str]:
    db.session.rollback()
    return [name for name in tasks.tasks() if resolve.has_task(name)]


def test_each_task_that_there_is_has_its_box_and_details_is_checked(founder: Visitor) -> None:
    html = founder.get("/setup").text
    assert "What shall clients do in the portal?" in [words(legend) for legend in tree(html).iter("legend")]
    assert boxes(html) == {task.label: name == "details" for name, task in tasks.tasks().items()}
    said = words(tree(html))
    assert [task.label for task in tasks.tasks().values() if task.about not in said] == []


@pytest.mark.parametrize("chosen", [[], ["details", "insurance"]], ids=str)
def test_what_is_checked_is_on_and_each_is_an_event(founder: Visitor, chosen: list[str]) -> None:
    answer = founder.post("/setup", FOUNDING | {f"tasks_{name}": "1" for name in chosen})
    assert (answer.status_code, answer.location) == (303, "/staff/checklist")
    assert on() == chosen
    told = [event.sentence for event in db.session.query(Event).filter_by(kind="option_changed")]
    assert told == [f"{tasks.tasks()[name].label}: changed from off to on" for name in chosen]


def test_after_an_error_the_boxes_are_as_they_were_left(founder: Visitor) -> None:
    html = founder.post("/setup", FOUNDING | {"email": "", "tasks_insurance": "1"}).text
    assert boxes(html) == {"Details": False, "Insurance": True}
    assert Practice.get() is None


def test_a_zone_is_found_by_each_name_that_a_browser_may_have_for_it(founder: Visitor) -> None:
    select = by_id(founder.get("/setup").text, "time_zone")
    found = {}
    for option in select.iter("option"):
        for name in (option.get("value", ""), *option.get("data-also", "").split()):
            assert name not in found, f"{name} comes twice"
            found[name] = option.get("value")
    known = {
        "Asia/Calcutta": "Asia/Kolkata", "Asia/Saigon": "Asia/Ho_Chi_Minh", "Asia/Katmandu": "Asia/Kathmandu",
        "Asia/Rangoon": "Asia/Yangon", "Europe/Kiev": "Europe/Kyiv", "Atlantic/Faeroe": "Atlantic/Faroe",
        "America/Buenos_Aires": "America/Argentina/Buenos_Aires", "America/Godthab": "America/Nuuk",
        "America/Indianapolis": "America/Indiana/Indianapolis", "US/Pacific": "America/Los_Angeles",
        "Pacific/Enderbury": "Pacific/Kanton", "America/Montreal": "America/Toronto",
    }  # fmt: skip
    assert {name: found.get(name) for name in known} == known
    assert [zone for zone in regions.METAZONES if zone not in found and not zone.startswith("Etc/")] == []


def test_the_browsers_zone_is_asked_for_once_and_not_after_somebody_has_chosen(founder: Visitor) -> None:
    fresh = founder.get("/setup").text
    assert "data-own-zone" in by_id(fresh, "time_zone").attrib
    again = founder.post("/setup", FOUNDING | {"email": ""}).text
    assert "data-own-zone" not in by_id(again, "time_zone").attrib
