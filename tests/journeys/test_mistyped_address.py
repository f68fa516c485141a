"""An invite to a mistyped address: it comes back, staff see why by themselves, and set it right in two clicks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.support import cast, factories
from tests.support.cast import Person
from tests.support.live import desk, prepared
from tests.support.mails import link_in
from tests.support.server import Server
from tests.support.smtp import Receiver

pytestmark = pytest.mark.browser
MISTYPED = "rosa@exmaple.com"
CORRECT = "Correct the address and send again"


@pytest.fixture
def live(tmp_path: Path, smtp: Receiver) -> Iterator[tuple[Server, str]]:
    def fill() -> None:
        factories.make_client(Person("Rosa", "Delgado", MISTYPED, None, cast.ROSA.birth_date))

    with prepared(tmp_path / "live" / "data", fill, smtp.port) as running:
        yield running


def test_a_refused_invite_is_corrected_on_a_phone_and_arrives_in_two_clicks(
    live: tuple[Server, str], smtp: Receiver, browser: Browser
) -> None:
    smtp.rcpt_replies.append("550 5.1.1 no such user")
    with desk(browser, *live, phone=True) as page:
        steps.open_profile(page, cast.ROSA)
        page.evaluate("document.body.dataset.same = 'page'")
        page.get_by_role("button", name="Client menu").click()
        menu = page.get_by_role("complementary", name="Client menu")
        why = menu.get_by_role("region", name="Why they can't get in")
        expect(why).to_have_count(0)
        menu.get_by_role("button", name="Send portal invite").click()
        expect(why).to_contain_text(f"Not delivered to {MISTYPED}: no such mailbox")  # without a further press

        _put_away_with_escape(page)
        why.get_by_role("button", name=CORRECT).click()
        field = why.get_by_label("Email")
        expect(field).to_be_focused()
        assert page.evaluate("getSelection().toString()") == MISTYPED
        page.keyboard.type("rosa@example.com")  # over what was selected
        why.get_by_role("button", name="Save email and send again").click()

        notice = page.locator("#menu-notice")
        expect(notice).to_contain_text("Invite on its way to rosa@example.com.")
        expect(notice).to_be_focused()
        expect(why).to_have_count(0)
        (message,) = smtp.wait_for(1)
        assert smtp.recipients == ["rosa@example.com"] and link_in(message)
        expect(menu.get_by_text("Invite mail: sent today")).to_be_visible()
        assert page.evaluate("document.body.dataset.same") == "page"
        expect(page.get_by_role("button", name="Client menu")).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Default email rosa@example.com")).to_be_visible()


def _put_away_with_escape(page: Page) -> None:
    """The form goes, the focus goes back, and a sheet stays open."""
    button = page.get_by_role("button", name=CORRECT)
    button.click()
    field = page.locator("#corrected-email")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    expect(button).to_be_focused()
