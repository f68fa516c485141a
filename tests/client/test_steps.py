"""The later steps as a client goes through them: in their order, left and picked up, never trapped."""

from urllib.parse import quote

import pytest
from flask import Flask

from portal.extensions import db
from portal.intake.answers import answers_of
from portal.models import StepRecord
from tests.conftest import Clock
from tests.support import cast, counting, details, factories, links, page
from tests.support.choices import choose
from tests.support.stepping import ANSWERS
from tests.support.visitor import Visitor

SIGN_IN = {"username": "rosie.d", "password": cast.PASSWORD}


def register(app: Flask) -> tuple[Visitor, str]:
    """Nora, and where step 1 leads."""
    visitor, link = Visitor(app), factories.invite(factories.nora())
    links.confirm(visitor, link)
    return visitor, links.create_account(visitor, link, "nora77").location


THANKS = "Thank you. That is all we need."


@pytest.mark.usefixtures("pets")
def test_a_client_goes_from_step_to_step_and_is_thanked_on_home_for_a_minute(clock: Clock, app: Flask) -> None:
    choose(step_details="required", step_pets="optional")
    visitor, place = register(app)
    assert (place, "Step 2 of 3" in visitor.get(place).text) == ("/steps/details", True)
    place = visitor.post(place, details.GIVEN).location
    for address in (place, "/home"):
        assert THANKS not in visitor.get(address).text
    assert (place, "Step 3 of 3" in visitor.get(place).text) == ("/steps/pets", True)
    place = visitor.post(place, ANSWERS).location
    home = visitor.get(place).text
    assert THANKS in page.words(page.by_id(home, "content"))
    assert (place, "Still to do" in home) == ("/home", False)
    clock.move(minutes=1)
    assert THANKS not in visitor.get("/home").text


@pytest.mark.usefixtures("pets")
def test_a_step_that_is_skipped_is_not_thanked_for(client_browser: Visitor) -> None:
    choose(step_pets="optional")
    assert THANKS not in client_browser.get(client_browser.post("/steps/pets/skips").location).text


# case 35
def test_a_step_that_was_left_in_the_middle_is_picked_up_on_another_device(app: Flask) -> None:
    choose(step_details="optional")
    _, place = register(app)
    other = Visitor(app)
    answer = other.post("/sign-in", {"username": "nora77", "password": cast.PASSWORD})
    assert answer.location == place == "/steps/details"
    assert other.post(place, details.LEAST).location == "/home"
    again = Visitor(app).post("/sign-in", {"username": "nora77", "password": cast.PASSWORD})
    assert again.location == "/home"


# case 36
@pytest.mark.usefixtures("pets")
def test_an_optional_step_waits_for_the_required_one(app: Flask, client_browser: Visitor) -> None:
    choose(step_details="required", step_pets="optional")
    assert client_browser.get("/steps/pets").location == "/steps/details"
    assert client_browser.post("/steps/pets", ANSWERS).location == "/steps/details"
    assert db.session.query(StepRecord).count() == 0
    assert "After Your details" in client_browser.get("/home").text


@pytest.mark.usefixtures("pets")
def test_of_two_required_steps_either_may_come_first(app: Flask, client_browser: Visitor) -> None:
    choose(step_details="required", step_pets="required")
    assert client_browser.get("/steps/pets").status_code == 200
    assert client_browser.post("/steps/pets", ANSWERS).location == "/steps/details"


@pytest.mark.parametrize(("asking", "asked_for", "place"), [
    ("required", "/account", "/steps/details"), ("optional", "/account", "/account"),
    ("optional", "/home", "/steps/details"),
])  # fmt: skip
def test_only_a_required_step_comes_before_the_page_that_was_asked_for(
    app: Flask, asking: str, asked_for: str, place: str
) -> None:
    factories.rosa()
    choose(step_details=asking)
    assert Visitor(app).post(f"/sign-in?next={quote(asked_for)}", SIGN_IN).location == place


def test_nobody_is_trapped_in_a_required_step(client_browser: Visitor) -> None:
    choose(step_details="required")
    shown = client_browser.get("/steps/details").text
    addresses = {link.get("href") for link in page.tree(shown).iter("a")}
    assert {"/home", "/account"} <= addresses
    assert "Sign out" in [page.words(button) for button in page.tree(shown).iter("button")]
    assert "You can do this later: Home." in page.words(page.tree(shown))
    for address in ("/home", "/account", "/guide"):
        assert client_browser.get(address).status_code == 200
    assert client_browser.post("/sign-out").location == "/sign-in"


@pytest.mark.parametrize("address", ["/steps/details", "/steps/details/skips"])
def test_a_second_press_leads_on_like_the_first(client_browser: Visitor, address: str) -> None:
    choose(step_details="optional")
    before = links.last_event()
    for _ in range(2):
        assert client_browser.post(address, details.GIVEN).location == "/home"
    assert len(links.kinds_since(before)) == 1


def test_a_form_that_was_sent_wrongly_comes_back_as_it_was(client_browser: Visitor) -> None:
    choose(step_details="required")
    answer = client_browser.post("/steps/details", details.GIVEN | {"phone": "12"})
    assert answer.status_code == 422
    assert 'value="12 Elm Street"' in answer.text and "Step 2 of 2" in answer.text
    assert db.session.query(StepRecord).count() == 0


def test_a_step_that_no_folder_has_is_not_found(client_browser: Visitor) -> None:
    for address in ("/steps/pets", "/steps/", "/steps/home", "/steps/details/more"):
        assert client_browser.get(address).status_code == 404
    assert client_browser.post("/steps/pets/skips").status_code == 404


@pytest.mark.usefixtures("pets")
def test_a_task_that_is_off_is_not_named_by_the_step_before_it(client_browser: Visitor) -> None:
    choose(step_pets="required")
    assert "You can open Pets" not in client_browser.get("/steps/pets?before=pets").text
    assert client_browser.post("/steps/pets?before=pets", ANSWERS).location == "/home"


# case 129: there is no id in these addresses, and one in the form is nothing to them
def test_a_form_with_the_id_of_somebody_else_changes_its_own_client_only(client_browser: Visitor) -> None:
    choose(step_details="required")
    ines = factories.ines()
    fields = details.GIVEN | {"client_id": str(ines.id), "client": ines.public_id, "id": str(ines.id)}
    assert client_browser.post("/steps/details", fields).status_code == 303
    db.session.refresh(ines)
    assert (ines.phone, answers_of(ines, "details")) == (None, {})


def test_a_page_with_a_menu_reads_the_steps_in_one_statement(client_browser: Visitor) -> None:
    choose(step_details="optional", task_details=True)
    client_browser.get("/home")
    with counting.statements(db.engine) as seen:
        client_browser.get("/home")
    assert len(seen) <= 4, seen
