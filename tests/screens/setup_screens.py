"""Before there is a practice."""

from playwright.sync_api import Page

from tests.screens.registry import NEW, VISITOR, Place, at, screen

at("setup-where-is-the-address", VISITOR, "/setup", place=NEW)


@screen("setup", VISITOR, place=NEW)
def setup(page: Page, place: Place) -> None:
    page.goto(place.values["setup"])


@screen("setup-with-errors", VISITOR, place=NEW)
def setup_with_errors(page: Page, place: Place) -> None:
    setup(page, place)
    page.get_by_label("Email", exact=True).fill("no address")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Create practice").click()
    page.locator("[aria-invalid]").first.wait_for()
