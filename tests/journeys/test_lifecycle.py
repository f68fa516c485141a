"""The whole story, in Chromium against the real server and a real SMTP receiver."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.support import browser as chromium
from tests.support import cast
from tests.support.catalogue import Say
from tests.support.mails import link_in
from tests.support.server import Server
from tests.support.smtp import Receiver

pytestmark = pytest.mark.browser
FIRST, SECOND, THIRD = "nine small clouds at dusk", "twelve paper ships afloat", "six warm stones by the sea"
KINDS = {
    "phone": ("es", {"phone": True, "javascript": True}),
    "without JavaScript": ("en", {"phone": False, "javascript": False}),
}


@pytest.mark.parametrize(("language", "how"), KINDS.values(), ids=list(KINDS))
def test_a_client_is_invited_registers_loses_access_gets_it_back_and_resets_alone(
    language: str, how: dict[str, bool], server: Server, smtp: Receiver, browser: Browser
) -> None:
    say = Say(language)
    own = chromium.person(browser, server.url, language=language, **how)
    with chromium.person(browser, server.url, **how) as desk, own as rosa:
        steps.set_up(desk, server)
        steps.add_client(desk, cast.ROSA)
        status_is(desk, "Not set up")

        press(desk, "Send portal invite", how)
        expect(menu(desk)).to_contain_text("Invite on its way to rosa.delgado@example.com. It works until")
        status_is(desk, "Invited")
        rosa.goto(link_in(smtp.wait_for(1)[0]))
        steps.confirm_birth_date(rosa, cast.ROSA, say)
        steps.create_account(rosa, "rosie.d", FIRST, say)
        expect(rosa.get_by_role("heading", level=1)).to_have_text(say("Home", "page"))

        steps.open_profile(desk, cast.ROSA)
        status_is(desk, "Active")
        expect(menu(desk)).to_contain_text("rosie.d")
        switch_access(desk, how)
        status_is(desk, "Disabled")
        rosa.goto("/home")
        expect(rosa.get_by_role("heading", level=1)).to_have_text(say("Sign in"))
        steps.sign_in(rosa, "rosie.d", FIRST, say=say)
        turned_off = say("Your portal access is turned off. Please call %(phone)s.", phone=cast.PHONE)
        expect(rosa.get_by_role("alert")).to_have_text(turned_off)
        switch_access(desk, how)
        status_is(desk, "Active")

        press(desk, "Send password reset", how)
        expect(menu(desk)).to_contain_text("Password reset on its way to rosa.delgado@example.com")
        rosa.goto(link_in(smtp.wait_for(2)[1]))
        steps.confirm_birth_date(rosa, cast.ROSA, say)
        steps.choose_password(rosa, SECOND, say)
        expect(rosa.get_by_role("status")).to_contain_text(say("Password saved. Sign in with your username."))
        notice = smtp.wait_for(3)[2]
        assert notice["Subject"] == say("Your client portal password was changed")
        resets_alone(rosa, smtp, say)


def resets_alone(rosa: Page, smtp: Receiver, say: Say) -> None:
    rosa.goto("/forgot-password")
    rosa.get_by_label(say("Username")).fill("ROSIE.D")
    rosa.get_by_label(say("Email")).fill("Rosa.Delgado@example.com")
    rosa.get_by_role("button", name=say("Send link")).click()
    sent = say("If these match an active account, a link is on its way.")
    expect(rosa.get_by_role("status")).to_contain_text(sent)
    rosa.goto(link_in(smtp.wait_for(4)[3]))
    steps.confirm_birth_date(rosa, cast.ROSA, say)
    steps.choose_password(rosa, THIRD, say)
    steps.sign_in(rosa, "rosie.d", THIRD, say=say)
    expect(rosa.get_by_role("heading", level=1)).to_have_text(say("Home", "page"))

    rosa.get_by_role("button", name=say("Sign out")).click()
    expect(rosa.get_by_role("heading", level=1)).to_have_text(say("Sign in"))


def menu(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("complementary", name="Client menu")


def open_menu(page: Page, how: dict[str, bool]) -> None:
    """On a phone the menu is the last thing of the page, or a sheet."""
    if how["phone"] and how["javascript"]:
        opener = page.get_by_role("button", name="Client menu")
        if opener.get_attribute("aria-expanded") == "false":
            opener.click()
            expect(opener).to_have_attribute("aria-expanded", "true")


def status_is(page: Page, status: str) -> None:
    expect(menu(page).locator(".status")).to_have_text(re.compile(rf"^\s*{status}\s*$"))


def press(page: Page, name: str, how: dict[str, bool]) -> None:
    open_menu(page, how)
    menu(page).get_by_role("button", name=name).click()


def switch_access(page: Page, how: dict[str, bool]) -> None:
    open_menu(page, how)
    menu(page).get_by_role("switch", name="Portal access").click()
