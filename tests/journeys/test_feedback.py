"""What a press shows: that it works, once only, and what to do when the network or the server fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support import browser as chromium
from tests.support import cast, factories
from tests.support.live import desk, prepared
from tests.support.server import Server

pytestmark = pytest.mark.browser
Live = tuple[Server, str]
IS_SHOWN = """button => new Promise(answer => {
    button.click();
    setTimeout(() => answer(getComputedStyle(button, '::after').animationName), 90);
})"""


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    def fill() -> None:
        factories.make_client(cast.NORA)
        factories.rosa()

    folder: Path = tmp_path_factory.mktemp("live") / "data"
    with prepared(folder, fill) as running:
        yield running


class Gate:
    """Holds every POST back until it is opened; counts them."""

    def __init__(self, page: Page) -> None:
        self.held: list[Route] = []
        page.route("**/*", self._meet)

    def _meet(self, route: Route) -> None:
        if route.request.method == "POST":
            self.held.append(route)
        else:
            route.continue_()

    def open(self) -> None:
        for route in self.held:
            route.continue_()


def profile(page: Page) -> None:
    page.goto("/staff/clients")
    page.get_by_role("link", name=cast.NORA.name).click()


def test_a_button_in_place_shows_within_100_ms_that_it_works(browser: Browser, live: Live) -> None:
    with desk(browser, *live) as page:
        profile(page)
        gate = Gate(page)
        assert page.locator("#main-button").evaluate(IS_SHOWN) == "turn"
        gate.open()


def test_a_button_that_leaves_the_page_shows_within_100_ms_that_it_works(browser: Browser, live: Live) -> None:
    with chromium.person(browser, live[0].url, phone=True) as page:
        page.goto("/sign-in")
        gate = Gate(page)
        assert page.get_by_role("button", name="Sign in").evaluate(IS_SHOWN) == "turn"
        gate.open()


def test_a_second_press_of_a_plain_form_sends_nothing_more(browser: Browser, live: Live) -> None:
    with chromium.person(browser, live[0].url, phone=True) as page:
        page.goto("/forgot-password")
        gate = Gate(page)
        page.get_by_role("button", name="Send link").evaluate("one => { one.click(); one.click(); one.click() }")
        expect(page.locator("form[data-sending]")).to_have_count(1)
        gate.open()
        expect(page.get_by_role("alert")).to_be_focused()
        assert len(gate.held) == 1


def test_a_second_press_in_place_sends_nothing_more(browser: Browser, live: Live) -> None:
    with desk(browser, *live) as page:
        profile(page)
        gate = Gate(page)
        page.locator("#main-button").evaluate("button => { button.click(); button.click(); button.click() }")
        expect(page.locator("form.htmx-request")).to_have_count(1)
        gate.open()
        expect(page.locator("#client-menu .status")).to_have_text("Invited")
        assert len(gate.held) == 1


def test_a_lost_network_keeps_what_was_typed_and_offers_to_try_again(browser: Browser, live: Live) -> None:
    with chromium.person(browser, live[0].url, phone=True, tolerant=True) as page:
        page.goto("/sign-in")
        page.get_by_label("Username").fill(cast.ROSA.username or "")
        page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
        page.context.set_offline(True)
        page.get_by_role("button", name="Sign in").click()
        failure = page.get_by_role("alert")
        expect(failure).to_contain_text("the server could not be reached. Nothing was changed.")
        expect(page.get_by_label("Password", exact=True)).to_have_value(cast.PASSWORD)
        page.context.set_offline(False)
        failure.get_by_role("button", name="Try again").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Home")


def test_a_lost_network_in_place_is_told_beside_the_button_and_can_be_tried_again(browser: Browser, live: Live) -> None:
    with desk(browser, *live, tolerant=True) as page:
        profile(page)
        page.context.set_offline(True)
        page.get_by_role("link", name="Add email address").click()
        failure = page.get_by_role("alert")
        expect(failure).to_contain_text("the server could not be reached")
        page.context.set_offline(False)
        failure.get_by_role("button", name="Try again").click()
        expect(page.get_by_role("textbox", name="Email")).to_be_focused()
        expect(failure).to_have_count(0)


def test_a_failing_server_is_told_beside_the_button_and_can_be_tried_again(browser: Browser, live: Live) -> None:
    with desk(browser, *live, tolerant=True) as page:
        profile(page)
        page.route("**/emails/new", lambda route: route.fulfill(status=500, body="Something went wrong"))
        page.get_by_role("link", name="Add email address").click()
        failure = page.get_by_role("alert")
        expect(failure).to_contain_text("The server could not do this just now.")
        page.unroute("**/emails/new")
        failure.get_by_role("button", name="Try again").click()
        expect(page.get_by_role("textbox", name="Email")).to_be_focused()


def test_one_failure_at_a_time_is_shown(browser: Browser, live: Live) -> None:
    with desk(browser, *live, tolerant=True) as page:
        profile(page)
        page.context.set_offline(True)
        for name in ("Add email address", "Edit nora@example.com"):
            page.get_by_role("link", name=name).click()
            expect(page.get_by_role("alert")).to_have_count(1)


def test_escape_puts_an_address_back_that_is_being_edited(browser: Browser, live: Live) -> None:
    with desk(browser, *live) as page:
        profile(page)
        page.get_by_role("link", name="Edit nora@example.com").click()
        page.get_by_role("textbox", name="Email").fill("other@example.com")
        page.keyboard.press("Escape")
        expect(page.get_by_role("textbox", name="Email")).to_have_count(0)
        expect(page.locator("#emails")).to_contain_text("nora@example.com")


def test_without_script_no_button_stands_there_that_needs_it(browser: Browser, live: Live) -> None:
    with chromium.person(browser, live[0].url, javascript=False) as page:
        page.goto("/sign-in")
        expect(page.locator("[data-needs-script]")).not_to_be_visible()
