"""Whatever goes wrong, for whoever it happens to."""

from playwright.sync_api import Page

from tests.screens.registry import CLIENT, STAFF, VISITOR, Place, at, screen

at("error-not-found", VISITOR, "/no-such-page")
at("error-not-found-for-staff", STAFF, "/staff/clients/nobody")


def heading(page: Page, words: str) -> None:
    page.get_by_role("heading", level=1, name=words).wait_for()


@screen("error-form-too-old", VISITOR)
def _(page: Page, place: Place) -> None:
    page.goto("/forgot-password")
    page.context.clear_cookies()
    page.get_by_role("button", name="Send link").click()
    heading(page, "This form is too old")


@screen("error-too-large", VISITOR)
def _(page: Page, place: Place) -> None:
    page.goto("/forgot-password")
    page.get_by_label("Username").evaluate("field => field.value = 'x'.repeat(1100000)")
    page.get_by_role("button", name="Send link").click()
    heading(page, "This is too large")


@screen("error-signed-out", CLIENT)
def _(page: Page, place: Place) -> None:
    page.goto("/account")
    page.context.clear_cookies(name="client")
    page.get_by_role("button", name="Save new password").click()
    heading(page, "You were signed out")


@screen("error-signed-out-for-staff", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/practice")
    page.context.clear_cookies(name="staff")
    page.get_by_role("button", name="Save practice").click()
    heading(page, "You were signed out")
