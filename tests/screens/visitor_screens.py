"""What people see who are not signed in, of either audience: signing in, and asking for a new password."""

from playwright.sync_api import Page

from tests.screens.registry import STAFF, VISITOR, Place, at, screen

WRONG = "a wrong guess of many words"
LOST = "/sign-in?lost=1"

at("sign-in", VISITOR, "/sign-in")
at("sign-in-password-saved", VISITOR, "/sign-in?saved=1")
at("sign-in-nothing-saved", VISITOR, LOST)
at("forgot-password", VISITOR, "/forgot-password")
at("enter-code", VISITOR, "/go")
at("staff-sign-in", STAFF, "/staff/sign-in", is_signed_in=False)
at("staff-forgot-password", STAFF, "/staff/forgot-password", is_signed_in=False)


def sign_in(page: Page, where: str, username: str, password: str) -> None:
    page.goto(where)
    page.locator("[name=username]").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").first.wait_for()


@screen("enter-code-wrong", VISITOR)
def _(page: Page, place: Place) -> None:
    page.goto("/go")
    page.get_by_label("Code").fill("AAAA AAAA")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("alert").first.wait_for()


@screen("sign-in-empty", VISITOR)
def _(page: Page, place: Place) -> None:
    sign_in(page, "/sign-in", "", "")


@screen("sign-in-wrong-password", VISITOR)
def _(page: Page, place: Place) -> None:
    sign_in(page, "/sign-in", "ulrich", WRONG)


@screen("sign-in-password-shown", VISITOR)
def _(page: Page, place: Place) -> None:
    page.goto("/sign-in")
    page.get_by_label("Password", exact=True).fill(WRONG)
    page.get_by_role("button", name="Show password").click()


@screen("staff-sign-in-wrong-password", STAFF, is_signed_in=False)
def _(page: Page, place: Place) -> None:
    sign_in(page, "/staff/sign-in", "dana.w", WRONG)


@screen("forgot-password-asked", VISITOR)
def _(page: Page, place: Place) -> None:
    page.goto("/forgot-password")
    page.get_by_label("Username").fill("nobody.here")
    page.get_by_label("Email").fill("nobody@example.com")
    page.get_by_role("button", name="Send link").click()
    page.get_by_text("a link is on its way").wait_for()
