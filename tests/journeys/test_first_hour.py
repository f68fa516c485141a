"""The first hour: from the set-up page to a client's second sign-in, by whoever has read nothing but the screens."""

import pytest
from playwright.sync_api import Browser, expect

from tests.support import browser as chromium
from tests.support import cast, figures
from tests.support.mails import html_of, link_in
from tests.support.newcomer import Newcomer
from tests.support.server import Server
from tests.support.smtp import Receiver

pytestmark = pytest.mark.browser
PRESSES_TO_FIRST_INVITE, TYPING_TO_FIRST_INVITE, PRESSES_TO_HOME = 12, 60, 6
OWNER_PASSWORD, OWN_PASSWORD = "eleven green boats in may", "nine small clouds at dusk"
FOUNDING = {
    "Practice name": cast.PRACTICE, "Phone": cast.PHONE, "Your name": cast.DANA.name, "Email": cast.DANA.email or "",
    "Username": cast.DANA.username or "", "Password": OWNER_PASSWORD,
}  # fmt: skip
CLIENT = {"First name": "Rosa", "Last name": "Delgado", "Date of birth": "03141988", "Email": cast.ROSA.email or ""}
BORN = {"Month": "3", "Day": "14", "Year": "1988"}


def test_an_owner_sets_up_and_invites_and_a_client_gets_in_twice(
    server: Server, smtp: Receiver, browser: Browser
) -> None:
    with chromium.person(browser, server.url) as desk, chromium.person(browser, server.url, phone=True) as phone:
        owner, client = Newcomer(desk), Newcomer(phone)
        desk.goto(server.setup_address())
        invites(owner)
        phone.goto(opened(smtp, client))
        signs_in_again(client, registers(client))
    figures.show("presses to the first invite", owner.presses, PRESSES_TO_FIRST_INVITE, "")
    figures.show("typing to the first invite", owner.seconds_of_typing, TYPING_TO_FIRST_INVITE, "s")
    assert owner.presses <= PRESSES_TO_FIRST_INVITE and owner.seconds_of_typing <= TYPING_TO_FIRST_INVITE


def invites(owner: Newcomer) -> None:
    owner.sees("Set up the portal")
    owner.types(FOUNDING)
    owner.press("button", "Create practice")
    owner.sees("Checklist")
    owner.press("link", "Add client")
    owner.sees("Add client")
    owner.types(CLIENT)
    owner.press("button", "Save and send invite")
    owner.sees(cast.ROSA.name)
    said = owner.page.get_by_role("complementary", name="Client menu").get_by_role("status").first
    expect(said).to_contain_text(f"Invite on its way to {cast.ROSA.email}")


def opened(smtp: Receiver, client: Newcomer) -> str:
    """Where the button of the mail leads."""
    (mail,) = smtp.wait_for(1)
    assert "Create username and password" in html_of(mail)
    client.presses += 1
    return link_in(mail)


def registers(client: Newcomer) -> str:
    """With the username that is suggested, as it is read on the screen."""
    client.sees("Confirm it's you")
    client.types(BORN)
    client.press("button", "Continue")
    client.sees("Create your portal account")
    username = client.page.get_by_label("Username", exact=True).input_value()
    client.types({"Password": OWN_PASSWORD, "Confirm password": OWN_PASSWORD})
    client.press("button", "Create account")
    client.sees("Home")
    figures.show("presses from the mail to Home", client.presses, PRESSES_TO_HOME, "")
    assert client.presses <= PRESSES_TO_HOME
    expect(client.page.get_by_role("main").get_by_role("link", name="Details")).to_be_visible()  # something to do
    return username


def signs_in_again(client: Newcomer, username: str) -> None:
    client.press("button", "Sign out")
    client.sees("Sign in")
    client.types({"Username": username, "Password": OWN_PASSWORD})
    client.press("button", "Sign in")
    client.sees("Home")
