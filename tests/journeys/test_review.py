"""A client changes the details; staff accept some, ask about the rest, and the client answers."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.support import browser as chromium
from tests.support import cast, factories
from tests.support.choices import choose
from tests.support.live import desk, prepared
from tests.support.reviewing import fill_in
from tests.support.server import Server

pytestmark = pytest.mark.browser
NEW_PHONE, NEW_STREET = "(212) 555-0150", "3 River Road"
Live = tuple[Server, str]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    def fill() -> None:
        choose(task_details=True)
        fill_in(factories.rosa())

    with prepared(tmp_path_factory.mktemp("review"), fill) as (server, cookie):
        yield server, cookie


def test_a_change_is_accepted_or_asked_about_and_answered(live: Live, browser: Browser) -> None:
    server, cookie = live
    with chromium.person(browser, server.url, javascript=False) as rosa:
        steps.sign_in(rosa, cast.ROSA.username or "", cast.PASSWORD)
        change(rosa, {"Phone": NEW_PHONE, "Street": NEW_STREET})
        expect(rosa.get_by_text("We look at what you changed")).to_be_visible()

        with desk(browser, server, cookie) as dana:
            dana.goto("/staff/activity")
            attention = dana.get_by_role("region", name="Needs attention")
            attention.get_by_role("link", name=cast.ROSA.name).click()
            changes = dana.get_by_role("region", name="Changed by the client")
            expect(changes).to_contain_text("(212) 555-0123, home, a message may be left → " + NEW_PHONE)
            changes.get_by_role("button", name="Accept: Phone").click()
            expect(changes.get_by_text(NEW_PHONE)).to_have_count(0)
            expect(dana.get_by_role("region", name="Details")).to_contain_text(NEW_PHONE)
            changes.get_by_role("button", name="Ask the client").click()
            expect(changes.get_by_role("status")).to_have_text("Asked: the client sees the question in the portal.")

        rosa.goto("/home")
        rosa.get_by_role("link", name="Address", exact=True).click()
        expect(rosa.get_by_role("region", name="Is this right?")).to_contain_text(NEW_STREET)
        change(rosa, {"Street": "5 River Road"})
        expect(rosa.get_by_text("Is this right?")).to_have_count(0)

        with desk(browser, server, cookie) as dana:
            steps.open_profile(dana, cast.ROSA)
            dana.get_by_role("button", name="Accept", exact=True).click()
            expect(dana.get_by_text("Accepted: it is on file now.")).to_be_visible()

        rosa.goto("/details")
        expect(rosa.get_by_text("We look at what you changed")).to_have_count(0)
        expect(rosa.get_by_label("Street")).to_have_value("5 River Road")


def change(page: Page, texts: dict[str, str]) -> None:
    page.goto("/details")
    for label, text in texts.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Save details").click()
    expect(page.get_by_text("Details saved.")).to_be_visible()
