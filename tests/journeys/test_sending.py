"""Forms that leave no page: the page stays until the answer is there, and goes on or says what is wrong."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.journeys import steps
from tests.support import browser as chromium
from tests.support import cast, factories
from tests.support.live import desk, prepared
from tests.support.server import Server

pytestmark = pytest.mark.browser
Live = tuple[Server, str]
WITHOUT_SUBMITTER = "Object.defineProperty(SubmitEvent.prototype, 'submitter', { get() {} })"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    def fill() -> None:
        factories.rosa()
        factories.theo()

    with prepared(tmp_path_factory.mktemp("sending") / "data", fill) as running:
        yield running


def documents(page: Page) -> list[str]:
    """The pages that the browser fetches from now on."""
    fetched: list[str] = []

    def note(request: Request) -> None:
        if request.method == "GET" and request.resource_type in ("document", "xhr", "fetch"):
            fetched.append(request.url.partition("/staff")[2])

    page.on("request", note)
    return fetched


def test_back_after_a_corrected_error_leads_to_the_form_and_asks_nothing(browser: Browser, live: Live) -> None:
    with desk(browser, *live) as page:
        page.goto("/staff/clients/new")
        page.get_by_label("First name", exact=True).fill("Una")
        page.get_by_role("button", name="Save client").click()
        expect(page.get_by_role("alert")).to_be_focused()
        expect(page.get_by_label("First name", exact=True)).to_have_value("Una")
        page.get_by_label("Last name", exact=True).fill("Corrected")
        page.get_by_role("button", name="Save client").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Una Corrected")
        page.go_back()
        expect(page).to_have_url(f"{live[0].url}/staff/clients/new")
        expect(page.get_by_role("heading", level=1)).to_have_text("Add client")


def test_the_page_that_a_form_leads_to_is_fetched_once(browser: Browser, live: Live) -> None:
    with desk(browser, *live) as page:
        page.goto("/staff/clients/new")
        page.get_by_label("First name", exact=True).fill("Once")
        page.get_by_label("Last name", exact=True).fill("Only")
        fetched = documents(page)
        page.get_by_role("button", name="Save client").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Once Only")
        assert len(fetched) == 1


def test_a_form_that_leads_to_a_part_of_its_own_page_loads_it_anew(browser: Browser, live: Live) -> None:
    with chromium.person(browser, live[0].url) as page:

        def lead_on(route: Route) -> None:
            to = {"Location": "/forgot-password#content", "Content-Type": "text/html"}
            route.fulfill(status=200, headers=to) if route.request.method == "POST" else route.continue_()

        page.route("**/forgot-password", lead_on)
        page.goto("/forgot-password")
        page.get_by_label("Username").fill("typed")
        page.get_by_role("button", name="Send link").click()
        expect(page.get_by_label("Username")).to_have_value("")


def test_back_from_a_page_that_a_form_has_opened_leads_to_the_page_with_the_form(browser: Browser, live: Live) -> None:
    with desk(browser, *live) as page:
        steps.open_profile(page, cast.THEO)
        page.get_by_role("button", name="Show link").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Show link")
        expect(page).to_have_title("Show link · " + cast.PRACTICE)
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Theo")


def test_a_page_that_is_opened_from_the_sheet_of_a_phone_can_be_used(browser: Browser, live: Live) -> None:
    with desk(browser, *live, phone=True) as page:
        steps.open_profile(page, cast.THEO)
        page.get_by_role("button", name="Client menu").click()
        page.get_by_role("button", name="Show link").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Show link")
        assert page.locator("[inert]").count() == 0
        assert page.evaluate("'sheetOpen' in document.documentElement.dataset") is False


@pytest.mark.parametrize("script", ["", WITHOUT_SUBMITTER], ids=["today", "iOS before 15.4"])
def test_the_button_that_was_pressed_goes_along(browser: Browser, live: Live, script: str) -> None:
    with chromium.person(browser, live[0].url) as page:
        page.add_init_script(script)
        page.goto("/sign-in")
        page.get_by_role("button", name="Español").click()
        expect(page.locator("html")).to_have_attribute("lang", "es")


def test_a_form_that_is_too_old_says_so_beside_what_was_typed(browser: Browser, live: Live) -> None:
    with chromium.person(browser, live[0].url) as page:
        page.goto("/forgot-password")
        page.get_by_label("Username").fill("rosie.d")
        page.context.clear_cookies()
        page.get_by_role("button", name="Send link").click()
        expect(page.get_by_role("alert")).to_contain_text("This form is too old. Nothing was saved.")
        expect(page.get_by_label("Username")).to_have_value("rosie.d")
