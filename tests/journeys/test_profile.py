"""The profile in a real browser: what is swapped in place, and the sheet of a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support import cast, factories
from tests.support.live import desk, prepared
from tests.support.server import Server

pytestmark = pytest.mark.browser
Live = tuple[Server, str]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    def fill() -> None:
        for person in (cast.NORA, cast.EZRA, cast.MILO):
            factories.make_client(person)
        factories.theo()
        factories.rosa()

    folder: Path = tmp_path_factory.mktemp("live") / "data"
    with prepared(folder, fill) as running:
        yield running


def menu(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Client menu")


def open_profile(page: Page, name: str) -> None:
    page.goto("/staff/clients")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.evaluate("document.body.dataset.same = 'page'")


def assert_same_page(page: Page) -> None:
    assert page.evaluate("document.body.dataset.same") == "page", "the whole page was loaded again"


def test_an_invite_is_sent_and_withdrawn_in_place_with_the_focus_kept(browser: Browser, live: Live) -> None:
    with desk(browser, *live) as page:
        open_profile(page, cast.NORA.name)
        menu(page).get_by_role("button", name="Send portal invite").click()
        expect(menu(page).get_by_role("status").first).to_contain_text("No mail server is set, so nothing was sent.")
        expect(menu(page).locator(".status")).to_have_text("Invited")
        expect(menu(page).get_by_role("button", name="Resend portal invite")).to_be_focused()
        menu(page).get_by_role("button", name="Resend portal invite").click()
        expect(menu(page).get_by_role("status").first).to_contain_text(
            re.compile(r"Already sent at \d+:\d\d [AP]M\. You can send again in \d+ s\.")
        )
        menu(page).get_by_role("button", name="Withdraw invite").click()
        expect(menu(page).locator(".status")).to_have_text("Not set up")
        expect(menu(page)).to_contain_text("by Dana Whitfield")
        expect(page.locator("#menu-notice")).to_be_focused()
        assert_same_page(page)


def test_the_toggle_sends_the_wanted_state_in_place(browser: Browser, live: Live) -> None:
    with desk(browser, *live) as page:
        open_profile(page, cast.ROSA.name)
        toggle = menu(page).get_by_role("switch", name="Portal access")
        expect(toggle).to_have_attribute("aria-checked", "true")
        toggle.click()
        expect(toggle).to_have_attribute("aria-checked", "false")
        expect(menu(page).locator(".status")).to_have_text("Disabled")
        expect(menu(page)).to_contain_text("Turn access on to send a password reset")
        expect(toggle).to_be_focused()
        toggle.click()
        expect(menu(page).locator(".status")).to_have_text("Active")
        assert_same_page(page)


def test_changing_the_default_email_in_place_ends_the_invite_and_the_menu_says_so(browser: Browser, live: Live) -> None:
    with desk(browser, *live) as page:
        open_profile(page, cast.THEO.name)
        expect(menu(page).locator(".status")).to_have_text("Invited")
        page.get_by_role("link", name="Edit theo@example.com").click()
        field = page.get_by_label("Email", exact=True)
        expect(field).to_be_focused()
        field.fill("not an address")
        page.get_by_role("button", name="Save email").click()
        expect(page.get_by_text("This is not a complete email address")).to_be_visible()
        page.get_by_label("Email", exact=True).fill("theo.nakamura@example.com")
        page.get_by_role("button", name="Save email").click()
        expect(page.get_by_role("button", name="Default email theo.nakamura@example.com")).to_be_visible()
        expect(menu(page).locator(".status")).to_have_text("Not set up")
        expect(menu(page)).to_contain_text("the default email changed")
        expect(menu(page).get_by_role("button", name="Send portal invite")).to_be_enabled()
        assert_same_page(page)


def test_a_second_address_becomes_the_default_by_its_star_and_can_be_deleted(browser: Browser, live: Live) -> None:
    with desk(browser, *live) as page:
        open_profile(page, cast.EZRA.name)
        page.get_by_role("link", name="Add email address").click()
        page.get_by_label("Email", exact=True).fill("e.cohen@example.org")
        page.get_by_role("button", name="Save email").click()
        page.get_by_role("button", name="Make default e.cohen@example.org").click()
        expect(page.get_by_role("button", name="Default email e.cohen@example.org")).to_be_visible()
        page.get_by_role("link", name="Delete e.cohen@example.org").click()
        expect(page.get_by_text("Delete this address?")).to_be_visible()
        page.get_by_role("button", name="Delete", exact=True).click()
        expect(page.get_by_text("e.cohen@example.org")).to_have_count(0)
        expect(menu(page)).to_contain_text("Choose a default email first")
        assert_same_page(page)


def test_on_a_phone_the_menu_is_the_last_thing_and_a_sheet_that_an_act_keeps_open(browser: Browser, live: Live) -> None:
    with desk(browser, *live, phone=True) as page:
        open_profile(page, cast.ROSA.name)
        opener = page.get_by_role("button", name="Client menu")
        opener.click()
        expect(opener).to_have_attribute("aria-expanded", "true")
        assert page.evaluate("document.querySelector('#client-menu-sheet').contains(document.activeElement)")
        menu(page).get_by_role("button", name="Send password reset").click()
        expect(menu(page).get_by_role("status").first).to_contain_text("No mail server is set")
        expect(opener).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("Escape")
        expect(opener).to_have_attribute("aria-expanded", "false")
        expect(opener).to_be_focused()
        menu(page).scroll_into_view_if_needed()
        below = page.evaluate("[...document.querySelectorAll('.profile section, .profile aside')].pop().id")
        assert below == "client-menu"


def test_on_a_phone_the_main_menu_is_a_bottom_bar_with_you_in_it(browser: Browser, live: Live) -> None:
    with desk(browser, *live, phone=True) as page:
        page.goto("/staff/clients")
        bar = page.get_by_role("navigation", name="Main")
        entries = ["Clients", "Activity", "Mail", "Practice", "Help", "Checklist", "You"]
        expect(bar.get_by_role("link")).to_have_text(entries)
        box = bar.bounding_box()
        assert box is not None and box["y"] + box["height"] >= 843
        bar.get_by_role("link", name="You").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your profile")
        expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()


def test_the_list_narrows_while_typing_and_the_address_follows(browser: Browser, live: Live) -> None:
    with desk(browser, *live) as page:
        page.goto("/staff/clients")
        page.get_by_label("Search clients").press_sequentially("lindq")
        expect(page.locator("#client-list .name")).to_have_text([cast.NORA.name])
        expect(page).to_have_url(re.compile(r"q=lindq"))


def test_a_press_after_the_session_ended_leads_to_the_sign_in_page_and_back(browser: Browser, live: Live) -> None:
    server, cookie = live
    with desk(browser, server, cookie) as page:
        open_profile(page, cast.MILO.name)
        page.context.clear_cookies(name="staff")
        page.get_by_role("link", name="Add email address").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Staff sign-in")
        page.get_by_label("Username or email").fill("dana.w")
        page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(cast.MILO.name)
