"""The insurance page of a client, filled in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.support import browser as chromium
from tests.support.server import Server

Live = tuple[Server, str, dict[str, tuple[str, str]]]


@contextmanager
def client(browser: Browser, live: Live, trouble: str, **how: bool) -> Iterator[Page]:
    server, _, people = live
    with chromium.person(browser, server.url, **how) as page:
        page.context.add_cookies([{"name": "client", "value": people[trouble][1], "url": server.url}])
        page.goto("/insurance")
        yield page


def fill_in(page: Page, card: Path, member_number: str = "XEA 123 456") -> None:
    page.get_by_label("Insurance company and plan").fill("Blue Shield PPO")
    page.get_by_label("Member number").fill(member_number)
    page.get_by_label("Photo of the front").set_input_files(card)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save insurance").click()


def is_loaded(image: Locator) -> None:
    expect(image).to_be_visible()
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("image => image.naturalHeight > image.naturalWidth"), "it is upright"
