"""What stands beside the cause, pressed: it helps, and leaves its line."""

import pytest
from markupsafe import escape

from portal.intake.steps import State
from portal.models import Client
from tests.conftest import Clock
from tests.support import calls, cast, factories
from tests.support.choices import choose
from tests.support.links import kinds_since, last_event
from tests.support.menu import menu, sentence, why
from tests.support.obstacles import theo
from tests.support.page import buttons, by_id, facts, words
from tests.support.stepping import bring_about
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("mail_server_is_set")


def press(browser: Visitor, client: Client, what: str, **fields: str) -> tuple[int, str]:
    response = browser.fragment(f"/staff/clients/{client.public_id}/{what}", fields)
    return response.status_code, response.text


def notice(html: str) -> str:
    return words(by_id(html, "menu-notice"))


def test_unlock_lets_the_client_in_at_once_and_leaves_its_line(staff_browser: Visitor, visitor: Visitor) -> None:
    client = theo()
    calls.sign_in_waits(client)
    assert client.account is not None
    form = {"username": client.account.username, "password": cast.PASSWORD}
    assert visitor.post("/sign-in", form).status_code == 429
    before = last_event()
    status, html = press(staff_browser, client, "unlockings")
    assert (status, why(html), notice(html)) == (200, None, "Unlocked: the client can sign in again at once.")
    assert kinds_since(before) == ["sign_in_unlocked"]
    assert visitor.post("/sign-in", form).status_code == 303


def test_what_does_not_wait_is_not_unlocked(staff_browser: Visitor) -> None:
    rosa, before = factories.rosa(), last_event()
    status, html = press(staff_browser, rosa, "unlockings")
    assert (status, notice(html), kinds_since(before)) == (422, "Sign-in does not wait any more.", [])


def test_the_sign_in_address_is_told_once_and_the_cause_comes_back_when_the_link_is_opened_again(
    staff_browser: Visitor, clock: Clock
) -> None:
    client = theo()
    link = calls.registered(client)
    calls.fetch(link)
    html = menu(staff_browser, client)
    address = "http://127.0.0.1:8000/sign-in"
    assert buttons(html, "why")["Copy sign-in address"].get("data-copy") == address
    before = last_event()
    status, html = press(staff_browser, client, "sign-in-address")
    assert (status, why(html), notice(html)) == (200, None, f"The client signs in at {address}")
    assert kinds_since(before) == ["sign_in_address_told"]
    clock.move(minutes=1)
    calls.fetch(link)
    assert sentence(menu(staff_browser, client)).startswith("Already registered")


def test_a_step_is_skipped_with_a_reason_that_fits_and_stands_in_history(staff_browser: Visitor) -> None:
    client = theo()
    calls.stopped_in_the_middle(client)
    html = menu(staff_browser, client)
    assert by_id(html, "skip-reason").get("value") == "As said on the phone"
    for reason, said in (("", "Say why."), ("x" * 201, "Use at most 200 characters.")):
        status, refused = press(staff_browser, client, "steps/details/skips", reason=reason)
        assert status == 422 and said in notice(refused) and why(refused) is not None
    status, html = press(staff_browser, client, "steps/details/skips", reason="on paper")
    assert (status, why(html), notice(html)) == (200, None, "Skipped: the client is not asked for it any more.")
    assert facts(html)["Client's details"] == "skipped by Dana Whitfield: on paper"
    history = staff_browser.get(f"/staff/clients/{client.public_id}/history").text
    assert escape("Client's details skipped for this client: on paper") in history


def test_a_step_that_is_not_asked_cannot_be_skipped(staff_browser: Visitor) -> None:
    rosa, before = factories.rosa(), last_event()
    status, html = press(staff_browser, rosa, "steps/details/skips", reason="on paper")
    assert (status, notice(html), kinds_since(before)) == (422, "This step is not open any more.", [])
    assert press(staff_browser, rosa, "steps/nothing/skips", reason="on paper")[0] == 404


def test_edit_date_of_birth_leads_to_that_field(staff_browser: Visitor) -> None:
    client = theo()
    page = staff_browser.get(f"/staff/clients/{client.public_id}/edit?focus=birth_date").text
    assert by_id(page, "birth_date").get("autofocus") is not None
    page = staff_browser.get(f"/staff/clients/{client.public_id}/edit").text
    assert by_id(page, "birth_date").get("autofocus") is None


@pytest.mark.parametrize(("setting", "state", "said"), [
    ("optional", State.OPEN, "open (optional)"), ("required", State.LEFT, "open (required)"),
    ("optional", State.LEFT, "skipped by the client for now (optional)"),
])  # fmt: skip
def test_the_card_tells_how_far_each_step_is(staff_browser: Visitor, setting: str, state: State, said: str) -> None:
    rosa = factories.rosa()
    bring_about(state, rosa, "details")
    choose(step_details=setting)
    assert facts(menu(staff_browser, rosa))["Client's details"] == said
    choose(step_details="dont_ask")
    assert "Client's details" not in facts(menu(staff_browser, rosa))
