"""A client's profile in each status, and the forms for the email addresses that open in it."""

from playwright.sync_api import Page

from tests.screens.registry import STAFF, Place, at, screen

STATES = ("unset", "no_email", "no_default", "no_birth_date", "withdrawn", "email_changed", "invited", "refused",
          "not_taken", "mistyped", "delayed", "active", "disabled", "long", "step_open", "changing")  # fmt: skip
for state in STATES:
    at(f"profile-{state.replace('_', '-')}", STAFF, f"/staff/clients/{{{state}}}")


@screen("profile-change-looked-at-too-late", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto(place.path("/staff/clients/{to_accept}"))
    page.locator("input[name=seen]").last.evaluate("field => field.value = 'looked at before'")
    page.get_by_role("button", name="Accept all").click()
    page.get_by_text("This has changed since you looked at it.").wait_for()


def open_form(page: Page, place: Place, link: str) -> None:
    page.goto(place.path("/staff/clients/{to_edit}"))
    page.get_by_role("link", name=link).click()
    page.locator("#emails form .button").first.wait_for()


def save_wrongly(page: Page) -> None:
    page.get_by_label("Email", exact=True).fill("no address")
    page.get_by_role("button", name="Save email").click()
    page.locator("#emails [aria-invalid]").wait_for()


@screen("email-add", STAFF)
def _(page: Page, place: Place) -> None:
    open_form(page, place, "Add email address")


@screen("email-add-with-error", STAFF)
def _(page: Page, place: Place) -> None:
    open_form(page, place, "Add email address")
    save_wrongly(page)


@screen("email-edit", STAFF)
def _(page: Page, place: Place) -> None:
    open_form(page, place, "Edit marchbanks.family@example.com")


@screen("email-edit-with-error", STAFF)
def _(page: Page, place: Place) -> None:
    open_form(page, place, "Edit marchbanks.family@example.com")
    save_wrongly(page)


@screen("email-delete", STAFF)
def _(page: Page, place: Place) -> None:
    open_form(page, place, "Delete marchbanks.family@example.com")


@screen("email-add-without-script-in-place", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto(place.path("/staff/clients/{to_edit}/emails/new"))
