"""Being signed out while something is typed: the warning before, signing in on top of the page, and sending it then."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from portal.models.sign_in import ABSOLUTE_LIMIT
from portal.web.entry.session_page import ASKED_EVERY, WARNING
from tests.support import browser as chromium
from tests.support import cast, factories
from tests.support.choices import choose
from tests.support.idling import (
    LIMIT,
    PAGES,
    SIGNED_IN,
    Live,
    be_idle,
    is_kept_nowhere,
    send,
    sign_in,
    signed_in,
    type_in,
    warning,
)
from tests.support.live import prepared
from tests.support.server import wait_until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The server, and a way to a cookie of its own for each test, by audience."""
    cookies: dict[str, list[str]] = {"staff": [], "client": []}

    def fill() -> None:
        choose(idle_minutes=5, task_details=True)
        factories.make_sam()
        factories.make_client(cast.NORA)
        rosa, dana = factories.rosa().account, factories.Staff.by_sign_in_name("dana.w")
        assert rosa and dana
        for _ in range(12):
            cookies["client"].append(factories.sign_in(rosa))
            cookies["staff"].append(factories.sign_in(dana))

    with prepared(tmp_path_factory.mktemp("signed-out") / "data", fill) as (server, _):
        yield server, lambda realm: cookies[realm].pop()


@pytest.mark.parametrize("realm", PAGES)
def test_the_warning_comes_before_the_end_and_one_press_puts_it_off(browser: Browser, live: Live, realm: str) -> None:
    with signed_in(browser, live, realm, phone=realm == "client") as page:
        field = type_in(page, realm, "half a word")
        be_idle(live, page, realm, LIMIT - WARNING)
        expect(warning(page)).to_contain_text(f"In less than {WARNING.seconds // 60} minutes you will be signed out")
        stay = warning(page).get_by_role("button", name="Stay signed in")
        expect(stay).to_be_focused()
        stay.click()
        expect(warning(page)).to_have_count(0)
        expect(field).to_have_value("half a word")
        is_kept_nowhere(page)
        page.reload()
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")


def test_what_is_done_in_another_tab_takes_the_warning_away(browser: Browser, live: Live) -> None:
    with signed_in(browser, live, "staff") as page:
        be_idle(live, page, "staff", LIMIT - WARNING)
        expect(warning(page)).to_be_visible()
        other = page.context.new_page()
        other.goto("/staff/clients")
        page.clock.fast_forward((ASKED_EVERY + 2) * 1000)
        expect(warning(page)).to_have_count(0)


def test_where_no_press_puts_the_end_off_none_is_offered(browser: Browser, live: Live) -> None:
    with signed_in(browser, live, "client") as page:
        be_idle(live, page, "client", timedelta(minutes=1), ABSOLUTE_LIMIT - timedelta(seconds=90))
        page.clock.fast_forward(1000)
        expect(warning(page)).to_contain_text("nobody stays signed in for more than 12 hours")
        expect(warning(page).get_by_role("button")).to_have_text(["Close"])


@pytest.mark.parametrize("realm", PAGES)
def test_after_the_end_the_form_is_still_there_and_is_sent_once_somebody_has_signed_in(
    browser: Browser, live: Live, realm: str
) -> None:
    with signed_in(browser, live, realm, phone=realm == "client") as page:
        field = type_in(page, realm, f"Typed by {realm}")
        be_idle(live, page, realm, LIMIT)
        expect(warning(page)).to_contain_text("You are signed out. What you typed is still on this page.")
        warning(page).get_by_role("button", name="Close").click()
        send(page, realm)
        sign_in(page, realm, password="not that one at all")
        expect(page.get_by_role("dialog")).to_contain_text("Username or password is not right.")
        expect(field).to_have_value(f"Typed by {realm}")
        sign_in(page, realm)
        if realm == "staff":
            expect(page.get_by_role("heading", level=1)).to_have_text("Una Typed by staff")
        else:
            expect(page.get_by_text("saved")).to_be_visible()
            expect(page.get_by_label("City")).to_have_value("Typed by client")
        is_kept_nowhere(page)


def test_another_person_who_signs_in_is_told_so_and_nothing_is_sent(browser: Browser, live: Live) -> None:
    with signed_in(browser, live, "staff") as page:
        field = type_in(page, "staff", "Written by Dana")
        page.context.clear_cookies(name="staff")
        send(page, "staff")
        sign_in(page, "staff", username=cast.SAM.username)
        expect(page.get_by_role("alert")).to_contain_text(
            f"You are signed in as {cast.SAM.name} now. Nothing was saved."
        )
        expect(field).to_have_value("Written by Dana")
        page.goto("/staff/clients?q=written")
        expect(page.get_by_role("link", name="Written by Dana")).to_have_count(0)


def test_a_form_in_place_stays_and_is_sent_once_somebody_has_signed_in(browser: Browser, live: Live) -> None:
    with signed_in(browser, live, "staff") as page:
        page.goto("/staff/clients")
        page.get_by_role("link", name=cast.NORA.name).click()
        page.get_by_role("link", name="Add email address").click()
        page.get_by_role("textbox", name="Email").fill("second@example.com")
        page.context.clear_cookies(name="staff")
        page.get_by_role("button", name="Save email").click()
        sign_in(page, "staff")
        expect(page.locator("#emails")).to_contain_text("second@example.com")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_cancel_leaves_the_form_as_it_was_and_it_can_be_sent_again(browser: Browser, live: Live) -> None:
    with signed_in(browser, live, "client") as page:
        field = type_in(page, "client", "Ithaca")
        page.context.clear_cookies(name="client")
        for _ in range(2):
            send(page, "client")
            page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
            expect(page.get_by_role("dialog")).to_have_count(0)
        expect(field).to_have_value("Ithaca")


@pytest.mark.parametrize("realm", PAGES)
def test_without_script_what_was_typed_goes_along_through_the_sign_in_page(
    browser: Browser, live: Live, realm: str
) -> None:
    server, cookie = live
    with chromium.person(browser, server.url, javascript=False) as page:
        page.context.add_cookies([{"name": realm, "value": cookie(realm), "url": server.url}])
        page.goto(PAGES[realm])
        type_in(page, realm, f"Plainly {realm}")
        page.context.clear_cookies(name=realm)
        send(page, realm)
        expect(page.get_by_role("heading", level=1)).to_have_text("You were signed out")
        page.get_by_label("Username").fill(SIGNED_IN[realm].username or "")
        page.get_by_label("Password").fill(cast.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Send it now").click()
        if realm == "staff":
            expect(page.get_by_role("heading", level=1)).to_have_text("Una Plainly staff")
        else:
            expect(page.get_by_label("City")).to_have_value("Plainly client")


def test_a_poll_after_the_end_leaves_what_is_typed(browser: Browser, live: Live) -> None:
    with signed_in(browser, live, "staff") as page:
        page.goto("/staff/clients")
        page.get_by_role("link", name=cast.NORA.name).click()
        page.get_by_role("link", name="Add email address").click()
        field = page.get_by_role("textbox", name="Email")
        field.fill("third@example.com")
        page.context.clear_cookies(name="staff")
        with page.expect_response(lambda response: response.status == 401):
            page.evaluate("htmx.ajax('GET', location.pathname + '/menu', '#client-menu')")
        wait_until(lambda: page.evaluate("document.readyState") == "complete", "nothing is loaded")
        expect(field).to_have_value("third@example.com")
