"""Signing in, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.support import browser as chromium
from tests.support import cast, factories
from tests.support.live import prepared
from tests.support.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with prepared(tmp_path_factory.mktemp("sign-in") / "data", lambda: factories.rosa() and None) as (running, _):
        yield running


def test_a_password_can_be_looked_at_and_is_hidden_again_when_it_is_sent(browser: Browser, server: Server) -> None:
    with chromium.person(browser, server.url, phone=True) as page:
        page.goto("/sign-in")
        field = page.get_by_label("Password")
        field.fill("some secret")
        page.get_by_role("button", name="Show password").click()
        expect(field).to_have_attribute("type", "text")
        page.get_by_role("button", name="Hide password").click()
        expect(field).to_have_attribute("type", "password")


def test_a_mistake_puts_the_focus_on_what_is_wrong(browser: Browser, server: Server) -> None:
    with chromium.person(browser, server.url, phone=True) as page:
        page.goto("/sign-in")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_be_focused()
        expect(page.get_by_label("Username")).to_have_accessible_description("Enter your username.")


# case 88: what the browser kept of a page must not be seen after signing out
def test_going_back_after_signing_out_shows_nothing_of_the_client(browser: Browser, server: Server) -> None:
    with chromium.person(browser, server.url) as page:
        page.goto("/sign-in")
        page.get_by_label("Username").fill(cast.ROSA.username or "")
        page.get_by_label("Password").fill(cast.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_text("Hello, Rosie")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        expect(page.get_by_text("Rosie")).to_have_count(0)
