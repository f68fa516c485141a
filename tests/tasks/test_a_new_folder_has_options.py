"""One folder more, and its step and its task have their options everywhere; nothing else was changed for it."""

import pytest

from portal.extensions import db
from portal.models import Client
from portal.options import resolve
from tests.support.choices import choose
from tests.support.folders import LABEL as TASK
from tests.support.folders import STAFF_TITLE as STEP
from tests.support.option_pages import PRACTICE, PROFILE, changes, choices, chosen, labels, of_client, save, seen
from tests.support.providers import give
from tests.support.quotas import dana
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("pets")
NAME = "pets"
LEFT_TO_OTHERS = {PROFILE: "Use the practice's default", "client": "Use the usual setting"}


@pytest.fixture
def rosa(staff_browser: Visitor, client_browser: Visitor) -> Client:
    return give(db.session.query(Client).one(), dana())


def test_its_step_and_its_task_stand_among_the_defaults_of_the_practice(staff_browser: Visitor) -> None:
    html = staff_browser.get(PRACTICE).text
    assert list(labels(html))[1:4] == ["Client's details", "Client's insurance", STEP]
    assert choices(html, STEP) == ["Don't ask", "Optional", "Required"]
    assert (chosen(html, STEP), chosen(html, TASK)) == ("Don't ask", "off")
    save(staff_browser, PRACTICE, step_pets="required", task_pets="y")
    html = staff_browser.get(PRACTICE).text
    assert (chosen(html, STEP), chosen(html, TASK)) == ("Required", "on")
    assert changes("option_changed") == [
        f"{STEP}: changed from don't ask to required", f"{TASK}: changed from off to on",
    ]  # fmt: skip


@pytest.mark.parametrize("page", LEFT_TO_OTHERS)
def test_they_can_be_chosen_by_a_provider_and_for_one_client(staff_browser: Visitor, rosa: Client, page: str) -> None:
    address = of_client(rosa) if page == "client" else page
    html = staff_browser.get(address).text
    assert chosen(html, STEP) == chosen(html, TASK) == LEFT_TO_OTHERS[page]
    save(staff_browser, address, step_pets="optional", task_pets="True")
    db.session.rollback()
    assert resolve.has_task(NAME, rosa) and resolve.asking(NAME, rosa).value == "optional"


def test_they_are_told_of_what_a_client_sees(staff_browser: Visitor, rosa: Client) -> None:
    choose(dana(), task_pets=True)
    found = seen(staff_browser.get(f"{PRACTICE}?q=delgado").text)
    assert (found[STEP], found[TASK]) == ("Don't ask: the practice's default", "On: Dana Whitfield's choice")


def test_the_client_gets_what_was_chosen(client_browser: Visitor, rosa: Client) -> None:
    assert [client_browser.get(address).status_code for address in ("/pets", "/steps/pets")] == [404, 404]
    choose(rosa, task_pets=True, step_pets="optional")
    assert "<h1>Pets</h1>" in client_browser.get("/pets").text
    assert client_browser.get("/steps/pets").status_code == 200
