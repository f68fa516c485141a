"""The options: the practice's defaults, those of a provider, exceptions for one client, and what a client sees."""

from playwright.sync_api import Page

from tests.screens.registry import HELD, STAFF, Place, at, screen

PRACTICE, PROFILE = "/staff/practice/client-portal", "/staff/profile/client-portal"
BART = "Dr. Bartholomew Featherstonehaugh"

at("practice-client-portal", STAFF, PRACTICE)
at("practice-client-portal-one-seen", STAFF, f"{PRACTICE}?q=drummond")
at("practice-client-portal-many-fit", STAFF, f"{PRACTICE}?q=zimmer")
at("practice-client-portal-none-fit", STAFF, f"{PRACTICE}?q=nobody+at+all")
at("your-client-portal", STAFF, PROFILE)
at("your-client-portal-no-provider", STAFF, PROFILE, place=HELD)
at("client-portal-options", STAFF, "/staff/clients/{active}/portal-options")
at("client-portal-options-excepted", STAFF, "/staff/clients/{excepted}/portal-options")


def save_wrongly(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.locator(f"#{name}").fill(text)
    page.get_by_role("button", name="Save options").click()
    page.locator("[aria-invalid]").first.wait_for()


@screen("practice-client-portal-with-errors", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto(PRACTICE)
    save_wrongly(page, link_hours="49", idle_minutes="half an hour", shortest_password="8")


@screen("your-client-portal-of-another", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto(PROFILE)
    page.get_by_label("Provider", exact=True).select_option(label=BART)
    page.get_by_role("button", name="Show").first.click()
    page.get_by_text(f"For clients of {BART}").wait_for()


@screen("client-portal-options-with-errors", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto(place.path("/staff/clients/{excepted}/portal-options"))
    save_wrongly(page, link_hours="a week")
