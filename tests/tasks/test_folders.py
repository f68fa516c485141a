"""A new step and a new task are one folder: it gets its switch, its address and its places by itself."""

from pathlib import Path

import pytest
from flask import Flask

import portal.tasks
from portal.contract import tasks
from portal.extensions import db
from portal.guide import content
from portal.intake.answers import answers_of
from portal.models import Client, Practice
from portal.options import resolve
from portal.tasks import load
from tests.support import details, factories, folders, guides, links, page
from tests.support.choices import choose
from tests.support.folders import LABEL, QUESTION, STAFF_TITLE, SUMMARY, TITLE
from tests.support.stepping import ANSWERS
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("pets")


def menu(visitor: Visitor) -> dict[str, str]:
    """The entries of the menu with their addresses."""
    bar = next(part for part in page.tree(visitor.get("/home").text).iter("nav"))
    return {page.words(link): link.get("href", "") for link in bar.iter("a")}


def rosa() -> Client:
    db.session.rollback()
    return db.session.query(Client).filter_by(first_name="Rosa").one()


def test_it_has_its_switches_off_until_somebody_turns_them(app: Flask) -> None:
    found = {option.name: (option.label, option.default) for option in resolve.of_clients()}
    assert found["step_pets"] == (STAFF_TITLE, "dont_ask")
    assert found["task_pets"] == (LABEL, False)


def test_a_folder_has_its_place_among_the_others(app: Flask) -> None:
    assert list(tasks.steps()) == list(tasks.tasks()) == ["details", "insurance", "pets"]


def test_its_step_is_asked_in_registration_with_its_number_and_its_answers_are_kept(app: Flask) -> None:
    choose(step_details="optional", step_pets="optional", task_pets=True)
    visitor, link = Visitor(app), factories.invite(factories.nora())
    links.confirm(visitor, link)
    assert "Step 1 of 3" in visitor.get("/register").text
    place = links.create_account(visitor, link).location
    place = visitor.post(place, details.LEAST).location
    shown = visitor.get(place).text
    assert (place, "Step 3 of 3" in shown, QUESTION in shown) == ("/steps/pets", True, True)
    assert visitor.post(place, {"answer": ""}).status_code == 422
    before = links.last_event()
    assert visitor.post(place, ANSWERS).location == "/home"
    assert links.kinds_since(before) == ["step_answered"]
    assert ANSWERS["answer"] in visitor.get("/pets").text


def test_its_task_is_on_home_in_the_menu_and_in_the_guide(client_browser: Visitor) -> None:
    choose(rosa(), task_pets=True)
    assert menu(client_browser) == {"Home": "/home", LABEL: "/pets", "Account": "/account"}
    home = client_browser.get("/home").text
    assert SUMMARY in home and page.words(page.by_id(home, "task-pets")) == LABEL
    assert f"Press {LABEL} to read" in page.words(page.tree(client_browser.get("/guide").text))
    assert '<a href="/pets" aria-current="page"' in client_browser.get("/pets").text


def test_off_it_is_not_found_and_nowhere_named(client_browser: Visitor, visitor: Visitor) -> None:
    assert client_browser.get("/pets").status_code == client_browser.post("/pets").status_code == 404
    for browser, address in ((client_browser, "/home"), (client_browser, "/guide"), (visitor, "/guide")):
        shown = browser.get(address).text
        assert LABEL not in shown and SUMMARY not in shown and "/pets" not in shown
    assert LABEL not in " ".join(guides.sentences(content.write(Practice.one())))


def test_its_title_is_told_in_the_guide_where_it_is_asked(app: Flask) -> None:
    choose(step_pets="required")
    assert f"Then we ask you for {TITLE}." in " ".join(guides.sentences(content.write(Practice.one())))


def test_its_task_waits_for_the_step_that_it_needs(client_browser: Visitor) -> None:
    choose(step_pets="required", task_pets=True)
    assert client_browser.get("/pets").location == "/steps/pets?before=pets"
    assert client_browser.post("/steps/pets?before=pets", ANSWERS).location == "/pets"
    assert client_browser.get("/pets").status_code == 200


def test_a_task_that_waits_for_the_second_of_two_steps_leads_to_it_and_on(
    tmp_path: Path, client_browser: Visitor
) -> None:
    choose(step_details="required", step_pets="required", task_pets=True)
    assert client_browser.get("/pets").location == "/steps/pets?before=pets"
    assert client_browser.get("/steps/pets?before=pets").status_code == 200
    assert client_browser.post("/steps/pets?before=pets", ANSWERS).location == "/pets"


def test_what_was_answered_stays_after_the_step_is_asked_no_more(client_browser: Visitor) -> None:
    choose(step_pets="optional")
    client_browser.post("/steps/pets", ANSWERS)
    choose(step_pets="dont_ask")
    assert client_browser.get("/steps/pets").status_code == 404
    assert answers_of(rosa(), "pets") == ANSWERS


def test_once_its_folder_is_gone_the_portal_goes_on_without_it(client_browser: Visitor) -> None:
    choose(step_pets="optional", task_pets=True)
    client_browser.post("/steps/pets", ANSWERS)
    gone = portal.tasks.__path__.pop()
    try:
        load()
        assert list(tasks.steps()) == ["details", "insurance"]
        assert "Pets" not in client_browser.get("/home").text
    finally:
        portal.tasks.__path__.append(gone)


def test_a_folder_made_up_by_a_test_is_gone_after_it(tmp_path: Path) -> None:
    folders.write(tmp_path / "more", "birds", title="Your birds", label="Birds")
    with folders.known(tmp_path / "more"):
        load()
        assert "birds" in tasks.steps()
    assert "birds" not in tasks.steps()
