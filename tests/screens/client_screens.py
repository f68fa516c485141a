"""The pages of a signed-in client, and the guide, which is for everybody."""

from playwright.sync_api import Page

from tests.screens.registry import CLIENT, VISITOR, Place, at, screen

at("home", CLIENT, "/home")
at("guide", VISITOR, "/guide")
at("guide-signed-in", CLIENT, "/guide")
at("account", CLIENT, "/account")
at("account-password-saved", CLIENT, "/account?saved=1")


@screen("account-with-errors", CLIENT)
def _(page: Page, place: Place) -> None:
    page.goto("/account")
    page.get_by_label("Current password").fill("a wrong guess of many words")
    page.get_by_label("New password", exact=True).fill("short")
    page.get_by_label("Confirm new password").fill("other")
    page.get_by_role("button", name="Save new password").click()
    page.locator("[aria-invalid]").first.wait_for()
