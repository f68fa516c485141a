"""Tasks done with Tab, Enter, Space and letters alone; where the focus is must be seen at each step."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.screens.places import PORTAL, Place, Places
from tests.support import browser as chromium
from tests.support import cast
from tests.support.keyboard import Keyboard

pytestmark = pytest.mark.browser


@pytest.fixture
def place(all_places: Places) -> Place:
    return all_places[PORTAL]


@contextmanager
def keyboard(browser: Browser, place: Place, *, staff: bool = True, phone: bool = False) -> Iterator[Keyboard]:
    with chromium.person(browser, place.server.url, phone=phone) as page:
        if staff:
            page.context.add_cookies([{"name": "staff", "value": place.cookies["staff"], "url": place.server.url}])
        yield Keyboard(page)


def button(keys: Keyboard, name: str) -> Locator:
    return keys.page.get_by_role("button", name=name, exact=True)


def heading(keys: Keyboard, name: str) -> None:
    expect(keys.page.get_by_role("heading", level=1)).to_have_text(name)


def test_an_invite_is_sent_from_the_list(browser: Browser, place: Place) -> None:
    with keyboard(browser, place) as keys:
        keys.page.goto("/staff/clients")
        keys.fill("Search clients", "longbottom")
        expect(keys.page.locator("#client-list .name")).to_have_count(1)
        keys.tab_to(keys.page.get_by_role("link", name="Beatrix Longbottom-Reyes"))
        keys.press("Enter")
        heading(keys, "Beatrix Longbottom-Reyes")
        keys.tab_to(button(keys, "Send portal invite"))
        keys.press("Enter")
        expect(keys.page.get_by_role("status").filter(has_text="Invite on its way")).to_be_visible()
        keys.see_focus()
        keys.tab_to(button(keys, "Withdraw invite"))
        keys.press("Space")
        expect(keys.page.get_by_role("status").filter(has_text="The invite was withdrawn")).to_be_visible()
        keys.see_focus()


def test_the_sheet_of_a_phone_takes_the_focus_keeps_it_and_gives_it_back(browser: Browser, place: Place) -> None:
    with keyboard(browser, place, phone=True) as keys:
        keys.page.goto(place.path("/staff/clients/{typed_sheet}"))
        opener = button(keys, "Client menu")
        keys.tab_to(opener)
        for key in ("Enter", "Space"):
            keys.press(key)
            expect(opener).to_have_attribute("aria-expanded", "true")
            for _ in range(12):
                keys.see_focus()
                inside = "document.activeElement.closest('#client-menu-sheet') !== null"
                assert keys.page.evaluate(inside), "the focus left the open sheet"
                keys.press("Tab")
                if keys.page.evaluate("document.activeElement === document.body"):  # the browser's own bar
                    keys.press("Tab")
            keys.press("Escape")
            expect(opener).to_have_attribute("aria-expanded", "false")
            expect(opener).to_be_focused()
            keys.see_focus()


def test_an_email_address_is_added_corrected_and_deleted(browser: Browser, place: Place) -> None:
    with keyboard(browser, place) as keys:
        keys.page.goto(place.path("/staff/clients/{typed_emails}"))
        keys.tab_to(keys.page.get_by_role("link", name="Add email address"))
        keys.press("Enter")
        expect(keys.page.get_by_label("Email", exact=True)).to_be_focused()
        keys.fill("Email", "no address")
        keys.press("Enter")
        expect(keys.page.locator("#emails [aria-invalid]")).to_be_focused()
        keys.fill("Email", "fiona.s@example.com")
        keys.press("Enter")
        star = button(keys, "Make default fiona.s@example.com")
        expect(star).to_be_visible()
        keys.see_focus()
        keys.tab_to(star)
        keys.press("Space")
        expect(button(keys, "Default email fiona.s@example.com")).to_be_focused()
        keys.tab_to(keys.page.get_by_role("link", name="Delete fiona.sandoval@example.com"))
        keys.press("Enter")
        expect(keys.page.get_by_role("link", name="Keep")).to_be_focused()
        keys.tab_to(button(keys, "Delete"))
        keys.press("Enter")
        expect(keys.page.get_by_text("fiona.sandoval@example.com")).to_have_count(0)
        keys.see_focus()


def test_staff_sign_in_after_a_wrong_password(browser: Browser, place: Place) -> None:
    with keyboard(browser, place, staff=False) as keys:
        keys.page.goto("/staff/sign-in")
        keys.fill("Username or email", cast.SAM.username or "")
        keys.fill("Password", "a wrong guess of many words")
        keys.press("Enter")
        expect(keys.page.get_by_role("alert")).to_be_focused()
        keys.fill("Password", cast.PASSWORD)
        keys.press("Enter")
        heading(keys, "Clients")
        keys.tab_to(keys.page.get_by_text(cast.SAM.name))
        keys.press("Space")
        keys.tab_to(button(keys, "Sign out"))
        keys.press("Enter")
        heading(keys, "Staff sign-in")


def test_a_client_registers_and_signs_out(browser: Browser, place: Place) -> None:
    with keyboard(browser, place, staff=False) as keys:
        keys.page.goto(place.path("/register/{typed_account_link}"))
        for label, text in (("Month", "Jan"), ("Day", "9"), ("Year", "1947")):
            keys.fill(label, text)
        keys.tab_to(button(keys, "Continue"))
        keys.press("Space")
        heading(keys, "Create your portal account")
        keys.fill("Password", cast.PASSWORD)
        keys.tab_to(keys.page.get_by_role("button", name=re.compile("^Show")).first)
        keys.press("Space")
        expect(keys.page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
        keys.fill("Confirm password", cast.PASSWORD)
        keys.press("Enter")
        heading(keys, "Home")
        keys.tab_to(button(keys, "Sign out"))
        keys.press("Enter")
        heading(keys, "Sign in")


def test_a_client_fills_in_the_details_on_a_phone(browser: Browser, place: Place) -> None:
    with keyboard(browser, place, staff=False, phone=True) as keys:
        cookie = {"name": "client", "value": place.cookies["typed_details"], "url": place.server.url}
        keys.page.context.add_cookies([cookie])
        keys.page.goto("/home")
        keys.tab_to(keys.page.get_by_role("link", name="Continue with Your details"))
        keys.press("Enter")
        heading(keys, "Your details")
        keys.fill("Phone", "12")
        keys.press("Enter")
        expect(keys.page.get_by_role("alert")).to_be_focused()
        keys.fill("Phone", "212 555 0123")
        keys.tab_to(keys.page.get_by_text("Add another phone"))
        keys.press("Enter")
        keys.fill("Second phone", "212 555 0124")
        keys.tab_to(keys.page.get_by_label("Text message"))
        keys.press("Space")
        keys.tab_to(button(keys, "Save and continue"))
        keys.press("Enter")
        heading(keys, "Home")
        keys.tab_to(keys.page.get_by_role("navigation").get_by_role("link", name="Account"))
        keys.press("Enter")
        heading(keys, "Account")
