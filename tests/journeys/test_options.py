"""A provider switches a task off for their clients, and it is switched on again for one; through forms only."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.extensions import db
from tests.journeys import steps
from tests.support import browser as chromium
from tests.support import cast, factories
from tests.support.cast import Person
from tests.support.choices import choose
from tests.support.live import desk, prepared
from tests.support.providers import give, make_provider
from tests.support.quotas import dana
from tests.support.server import Server

pytestmark = pytest.mark.browser
THEIRS = cast.ROSA
ANOTHERS = Person("Ines", "Brandt", "ines@example.com", "ines.b")


def fill() -> None:
    """Rosa is Dana's client, Ines is Kwame's; Details is on for everybody."""
    give(factories.make_client(THEIRS, registered=True), dana())
    give(factories.make_client(ANOTHERS, registered=True), make_provider())
    choose(task_details=True)
    db.session.commit()


@contextmanager
def at_work(browser: Browser, server: Server, *, javascript: bool) -> Iterator[Page]:
    """Dana's browser, who has signed in on her phone."""
    with chromium.person(browser, server.url, phone=True, javascript=javascript) as page:
        page.goto("/staff/sign-in")
        page.get_by_label("Username or email").fill(cast.DANA.username or "")
        page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Clients")
        yield page


@contextmanager
def signed_in(browser: Browser, server: Server, person: Person) -> Iterator[Page]:
    with chromium.person(browser, server.url, phone=True, tolerant=True) as page:
        steps.sign_in(page, person.username or "", cast.PASSWORD)
        expect(page.get_by_role("heading", level=1)).to_have_text("Home")
        yield page


def open_own_options(page: Page) -> None:
    page.goto("/staff/profile")
    page.get_by_role("navigation", name="Your profile").get_by_role("link", name="Client portal").click()


def set_details(page: Page, choice: str) -> None:
    page.get_by_label("Details", exact=True).select_option(label=choice)
    page.get_by_role("button", name="Save options").click()
    expect(page.get_by_role("status").first).to_have_text("Options saved.")


def has_details(page: Page) -> bool:
    """Whether the page of the task answers; the menu has to say the same."""
    answer = page.goto("/details")
    assert answer is not None and answer.status in (200, 404)
    page.goto("/home")
    expect(page.get_by_role("heading", level=1)).to_have_text("Home")
    expect(page.get_by_role("navigation").get_by_role("link", name="Details")).to_have_count(int(answer.status == 200))
    return answer.status == 200


def test_a_provider_switches_a_task_off_for_their_clients_and_on_again_for_one(
    tmp_path: Path, browser: Browser
) -> None:
    with (
        prepared(tmp_path / "live", fill) as (server, _),
        at_work(browser, server, javascript=False) as staff,
        signed_in(browser, server, THEIRS) as rosa,
        signed_in(browser, server, ANOTHERS) as ines,
    ):
        assert has_details(rosa) and has_details(ines)

        open_own_options(staff)
        set_details(staff, "Off")
        expect(staff.get_by_text("Now: Off, Dana Whitfield's choice.")).to_be_visible()
        assert not has_details(rosa) and has_details(ines)

        staff.get_by_label("Client", exact=True).fill("delg")
        staff.get_by_role("search").get_by_role("button", name="Show").click()
        expect(staff.get_by_text("Off: Dana Whitfield's choice")).to_be_visible()
        staff.get_by_role("link", name="Portal options").click()
        set_details(staff, "On")
        expect(staff.get_by_text("Now: On, an exception for this client.")).to_be_visible()
        assert has_details(rosa) and has_details(ines)

        set_details(staff, "Use the usual setting")
        expect(staff.get_by_text("Now: Off, Dana Whitfield's choice.")).to_be_visible()
        assert not has_details(rosa)

        open_own_options(staff)
        set_details(staff, "Use the practice's default")
        expect(staff.get_by_label("Details", exact=True)).to_have_value("")
        assert has_details(rosa) and has_details(ines)


def test_an_owner_switches_to_another_provider_and_chooses_for_their_clients(tmp_path: Path, browser: Browser) -> None:
    with prepared(tmp_path / "live", fill) as (server, cookie), desk(browser, server, cookie) as page:
        open_own_options(page)
        page.get_by_label("Provider", exact=True).select_option(label="Kwame Mensah")
        page.get_by_role("button", name="Show").first.click()
        expect(page.get_by_text("For clients of Kwame Mensah.")).to_be_visible()
        page.get_by_label("Link lifetime (hours)").fill("72")
        page.get_by_role("button", name="Save options").click()
        expect(page.get_by_role("alert")).to_contain_text("Use a number from 1 to 48.")
        page.get_by_label("Link lifetime (hours)").fill("24")
        page.get_by_role("button", name="Save options").click()
        expect(page.get_by_text("Now: 24, Kwame Mensah's choice.")).to_be_visible()
        page.get_by_label("Client", exact=True).fill("brandt")
        page.get_by_role("search").get_by_role("button", name="Show").click()
        expect(page.get_by_text("24: Kwame Mensah's choice")).to_be_visible()
        expect(page.get_by_label("Provider", exact=True).locator("option:checked")).to_have_text("Kwame Mensah")
