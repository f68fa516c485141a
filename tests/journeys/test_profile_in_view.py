"""What of a profile is on the screen: the client menu as tall as it is, and the status beside the name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.clients import email_addresses
from portal.config_values import MailServer
from tests.support import calls, cast, factories
from tests.support.cast import Person
from tests.support.live import desk, prepared
from tests.support.post import use
from tests.support.server import Server

pytestmark = pytest.mark.browser
Live = tuple[Server, str]
LONG = "bartholomew.featherstonehaugh-cholmondeley@a-rather-long-name-of-a-domain.example"
ZOOMED = {"width": 640, "height": 400}  # a desktop of 1280 at 200 %
SCROLLS_INSIDE = """() => [...document.querySelectorAll('#client-menu-sheet, #client-menu, #client-menu *')]
    .filter(part => !part.closest('code') && part.scrollHeight > part.clientHeight + 1
        && !['visible', 'clip'].includes(getComputedStyle(part).overflowY)).map(part => part.outerHTML.slice(0, 80))"""


def _fill() -> None:
    use(MailServer("127.0.0.1", 1, "none"))
    factories.make_client(cast.NORA)
    calls.refused(factories.make_client(Person("Bart", "Tall", LONG, None, cast.THEO.birth_date)))
    rosa = factories.rosa()
    for number in range(14):
        email_addresses.add(rosa, f"r{number}@example.com", factories.dana())


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder: Path = tmp_path_factory.mktemp("live") / "data"
    with prepared(folder, _fill) as running:
        yield running


def open_profile(page: Page, name: str) -> None:
    page.goto("/staff/clients")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def place_of(page: Page, what: str) -> Any:
    return page.locator(what).evaluate("one => one.getBoundingClientRect().toJSON()")


def test_the_client_menu_is_never_shorter_than_what_is_in_it(browser: Browser, live: Live) -> None:
    with desk(browser, *live) as page:
        open_profile(page, "Bart Tall")
        page.get_by_role("button", name="Correct the address and send again").click()
        page.get_by_text("What the mail server said").click()
        assert place_of(page, "#client-menu")["height"] > page.viewport_size["height"], "too short to tell"  # type: ignore[index]
        assert page.evaluate(SCROLLS_INSIDE) == []
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        expect(page.get_by_role("link", name="Client Portal Guide (PDF)")).to_be_in_viewport()


def test_a_client_menu_that_fits_stays_on_the_screen_beside_a_long_page(browser: Browser, live: Live) -> None:
    with desk(browser, *live) as page:
        open_profile(page, cast.ROSA.name)
        assert place_of(page, "#client-menu")["top"] == place_of(page, "#emails")["top"]
        page.evaluate("scrollTo(0, 400)")
        assert 0 <= place_of(page, "#client-menu")["top"] < 40


def test_the_cards_of_both_columns_begin_on_one_line(browser: Browser, live: Live) -> None:
    with desk(browser, *live) as page:
        open_profile(page, cast.NORA.name)
        assert place_of(page, "#client-menu")["top"] == place_of(page, "#emails")["top"]


@pytest.mark.parametrize("size", ["phone", "zoomed"])
def test_the_first_screen_tells_the_status_beside_the_name_and_it_follows_every_press(
    size: str, browser: Browser, live: Live
) -> None:
    with desk(browser, *live, phone=size == "phone") as page:
        if size == "zoomed":
            page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
        open_profile(page, cast.ROSA.name)
        beside = page.locator("#beside-name")
        expect(beside.get_by_text("Active")).to_be_in_viewport()
        for status in ("Disabled", "Active"):
            page.get_by_role("button", name="Client menu").click()
            page.get_by_role("switch", name="Portal access").click()
            expect(page.locator("#client-menu .status")).to_have_text(status)
            page.keyboard.press("Escape")
            expect(beside).to_contain_text(status)


# on a desktop the client menu stands beside the name anyway
def test_a_wide_screen_shows_the_status_once(browser: Browser, live: Live) -> None:
    with desk(browser, *live) as page:
        open_profile(page, cast.ROSA.name)
        expect(page.get_by_text("Active").locator("visible=true")).to_have_count(1)
