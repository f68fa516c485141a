"""Somebody joins the practice, gets another role, and leaves: in the browser, with the mail at a real receiver."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.support import browser as chromium
from tests.support import cast
from tests.support.live import desk, prepared
from tests.support.mails import link_in
from tests.support.smtp import Receiver

pytestmark = pytest.mark.browser
PASSWORD = "nine small clouds at dusk"


def test_a_manager_is_added_registers_becomes_staff_and_is_deactivated(
    tmp_path: Path, smtp: Receiver, browser: Browser
) -> None:
    with (
        prepared(tmp_path / "live" / "data", lambda: None, smtp.port) as (server, cookie),
        desk(browser, server, cookie, phone=True) as dana,
        chromium.person(browser, server.url) as lena,
    ):
        add(dana)
        (mail,) = smtp.wait_for(1)
        assert (mail["To"], mail["Subject"]) == (
            "lena@maple.example",
            f"Set up your staff account with {cast.PRACTICE}",
        )
        register(lena, link_in(mail))
        expect(lena.get_by_role("link", name="Practice", exact=True)).to_be_visible()

        dana.reload()
        expect(dana.locator(".status")).to_have_text(re.compile(r"^\s*Active\s*$"))
        dana.get_by_label("Role").select_option("Staff")
        dana.get_by_label("Current password").fill(cast.PASSWORD)
        dana.get_by_role("button", name="Save", exact=True).click()
        expect(dana.get_by_text("was signed out everywhere")).to_be_visible()
        expect(dana.get_by_label("Role")).to_have_value("staff")
        lena.goto("/staff/practice")
        expect(lena.get_by_role("heading", level=1)).to_have_text("Staff sign-in")
        sign_in(lena)
        expect(lena.get_by_role("link", name="Practice", exact=True)).to_have_count(0)

        dana.get_by_role("button", name="Deactivate").click()
        expect(dana.locator(".status")).to_have_text(re.compile(r"^\s*Deactivated\s*$"))
        lena.goto("/staff/clients")
        expect(lena.get_by_role("heading", level=1)).to_have_text("Staff sign-in")
        sign_in(lena)
        expect(lena.get_by_role("alert")).to_have_text(
            "Your staff account is turned off. Please ask an owner or a manager."
        )


def add(page: Page) -> None:
    page.goto("/staff/practice")
    page.get_by_role("navigation", name="Practice").get_by_role("link", name="Staff").click()
    page.get_by_role("link", name="Add staff").click()
    page.get_by_label("Name").fill("Lena Brook")
    page.get_by_label("Email").fill("lena@maple.example")
    page.get_by_label("Role").select_option("Manager")
    page.get_by_label("Current password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Save and send invite").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lena Brook")


def register(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Create your staff account")
    page.get_by_label("Username").fill("lena.b")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Confirm password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Clients")


def sign_in(page: Page) -> None:
    steps.sign_in(page, "lena.b", PASSWORD, "/staff/sign-in")
