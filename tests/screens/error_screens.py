"""Whatever goes wrong, for whoever it happens to."""

from playwright.sync_api import Page

from tests.screens.registry import CLIENT, STAFF, VISITOR, Place, at, screen
from tests.support import cast

at("error-not-found", VISITOR, "/no-such-page")
at("error-not-found-for-staff", STAFF, "/staff/clients/nobody")


def heading(page: Page, words: str) -> None:
    page.get_by_role("heading", level=1, name=words).wait_for()


def send_without_script(page: Page) -> None:
    """A form whose person was signed out, past the scripts of the page."""
    page.goto("/staff/practice")
    page.context.clear_cookies(name="staff")
    page.locator("main form").first.evaluate("form => form.submit()")
    heading(page, "You were signed out")


@screen("error-form-too-old", VISITOR)
def _(page: Page, place: Place) -> None:
    page.goto("/forgot-password")
    page.context.clear_cookies()
    page.get_by_role("button", name="Send link").click()
    page.get_by_text("This form is too old.").wait_for()


@screen("error-signed-out", CLIENT)
def _(page: Page, place: Place) -> None:
    page.goto("/account")
    page.context.clear_cookies(name="client")
    page.get_by_role("button", name="Sign out everywhere").click()
    heading(page, "You were signed out")


@screen("error-signed-out-for-staff", STAFF)
def _(page: Page, place: Place) -> None:
    send_without_script(page)


@screen("signed-out-soon", CLIENT)
def _(page: Page, place: Place) -> None:
    page.goto("/account")
    page.locator("dialog[role=alertdialog]").evaluate("it => { it.dataset.state = 'idle'; it.showModal() }")
    page.get_by_role("button", name="Stay signed in").wait_for()


@screen("signed-out-soon-for-staff", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/practice")
    page.locator("dialog[role=alertdialog]").evaluate("it => { it.dataset.state = 'last'; it.showModal() }")
    page.get_by_role("button", name="Close").wait_for()


@screen("sign-in-on-top", CLIENT)
def _(page: Page, place: Place) -> None:
    page.goto("/account")
    page.get_by_label("Current password", exact=True).fill("typed")
    page.context.clear_cookies(name="client")
    page.get_by_role("button", name="Save new password").click()
    again = page.get_by_role("dialog", name="You were signed out")
    again.get_by_role("button", name="Sign in").click()
    again.get_by_text("Enter your password.").wait_for()


@screen("send-again", STAFF)
def _(page: Page, place: Place) -> None:
    send_without_script(page)
    page.get_by_label("Username").fill(cast.DANA.username or "")
    page.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    heading(page, "You are signed in")
