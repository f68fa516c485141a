"""A client registers through two more steps, leaves in the middle, and goes on with another device."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.support import browser as chromium
from tests.support import cast, factories, folders
from tests.support.choices import choose
from tests.support.links import address_of
from tests.support.live import desk, prepared
from tests.support.server import Server

pytestmark = pytest.mark.browser
PASSWORD = "nine small clouds at dusk"
USERNAME = "theo.n"
Live = tuple[Server, str, str]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The pets are asked and needed, the details may be left out; and the address of Theo's link."""
    root: Path = tmp_path_factory.mktemp("steps")
    addresses: list[str] = []
    folders.write(root)

    def fill() -> None:
        choose(step_details="optional", step_pets="required", task_details=True, task_pets=True)
        factories.rosa()
        addresses.append(address_of(factories.invite(factories.make_client(cast.THEO))))

    with (
        folders.known(root),
        prepared(root / "data", fill, None, **folders.environment(root)) as (server, cookie),
    ):
        yield server, cookie, addresses[0]


# case 35
def test_steps_are_left_in_the_middle_and_gone_on_with_on_another_device(live: Live, browser: Browser) -> None:
    server, cookie, address = live
    with chromium.person(browser, server.url, phone=True) as theo:
        theo.goto(address)
        steps.confirm_birth_date(theo, cast.THEO)
        expect(theo.get_by_text("Step 1 of 3")).to_be_visible()
        steps.create_account(theo, USERNAME, PASSWORD)
        is_at(theo, "Your pets", "Step 2 of 3")
        theo.get_by_role("button", name="Save and continue").click()
        expect(theo.get_by_role("alert")).to_contain_text("Name of your pet: Please answer.")

    with chromium.person(browser, server.url, phone=True) as other:
        steps.sign_in(other, USERNAME, PASSWORD)
        is_at(other, "Your pets", "Step 2 of 3")
        other.get_by_role("link", name="Pets", exact=True).click()  # held back: the menu leads here again
        expect(other.get_by_text("You can open Pets as soon as this is done.")).to_be_visible()
        other.get_by_role("main").get_by_role("link", name="Home").click()
        is_at(other, "Home")
        expect(other.get_by_text("This comes first: Your pets")).to_be_visible()
        other.get_by_role("link", name="Continue with Your pets").click()
        other.get_by_label("Name of your pet").fill("Biscuit")
        other.get_by_role("button", name="Save and continue").click()
        is_at(other, "Your details", "Step 3 of 3")
        other.get_by_role("button", name="Skip for now").click()
        is_at(other, "Home")
        expect(other.get_by_text("Skipped for now.")).to_be_visible()
        other.get_by_role("button", name="Sign out").click()

    fills_in_what_was_left(browser, server)
    is_read_by_staff(browser, server, cookie)


def fills_in_what_was_left(browser: Browser, server: Server) -> None:
    with chromium.person(browser, server.url, phone=True) as third:
        steps.sign_in(third, USERNAME, PASSWORD)
        is_at(third, "Home")
        third.get_by_role("link", name="Continue with Your details").click()
        fill_in(third)
        third.get_by_role("button", name="Save and continue").click()
        is_at(third, "Home")
        expect(third.get_by_text("Still to do")).to_have_count(0)
        third.get_by_role("link", name="Details", exact=True).first.click()
        is_at(third, "Details")
        expect(third.get_by_label("Second phone", exact=True)).to_have_value("(212) 555-0124")
        third.get_by_label("City").fill("Albany")
        third.get_by_role("button", name="Save details").click()
        expect(third.get_by_role("status")).to_have_text("Details saved.")


def is_read_by_staff(browser: Browser, server: Server, cookie: str) -> None:
    with desk(browser, server, cookie) as dana:
        steps.open_profile(dana, cast.THEO)
        dana.get_by_role("button", name="Accept", exact=True).click()
        expect(dana.get_by_text("Accepted: it is on file now.")).to_be_visible()
        dana.get_by_role("link", name="What the client filled in").click()
        is_at(dana, "What the client filled in")
        for text in ("(212) 555-0123, mobile, a message may be left", "12 Elm Street, Albany", "Biscuit"):
            expect(dana.get_by_text(text)).to_be_visible()


def is_at(page: Page, heading: str, place: str = "") -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    if place:
        expect(page.get_by_text(place, exact=True)).to_be_visible()


def fill_in(page: Page) -> None:
    """What the form needs, a second phone, and a part of the address."""
    page.get_by_label("Phone", exact=True).fill("212 555 0123")
    page.get_by_label("You may leave a message", exact=True).check()
    page.get_by_text("Add another phone").click()
    page.get_by_label("Second phone", exact=True).fill("212 555 0124")
    page.get_by_label("Email", exact=True).check()
    page.get_by_label("Street").fill("12 Elm Street")


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desktop"])
def test_the_menu_is_a_bar_at_the_foot_of_a_phone_and_a_column_on_a_desktop(
    phone: bool, live: Live, browser: Browser
) -> None:
    with chromium.person(browser, live[0].url, phone=phone) as page:
        steps.sign_in(page, cast.ROSA.username or "", cast.PASSWORD)
        is_at(page, "Your pets")
        box, size = page.get_by_role("navigation", name="Main").bounding_box(), page.viewport_size
        assert box is not None and size is not None
        assert (box["x"], box["y"] + box["height"]) == (0, size["height"])
        assert (box["height"] < 100, box["width"] == size["width"]) == (phone, phone)
        expect(page.get_by_role("button", name="Sign out")).to_be_in_viewport()
