"""The options: the practice's defaults, those of a provider, exceptions for one client, and what a client sees."""

from playwright.sync_api import Page

from tests.screens.registry import HELD, STAFF, Place, at, screen

PRACTICE, PROFILE = "/staff/practice/client-portal", "/staff/profile/client-portal"
BART = "Dr. Bartholomew Featherstonehaugh"

at("practice-client-portal", STAFF, PRACTICE)
at("practice-client-portal-saved", STAFF, f"{PRACTICE}?saved=1")
at("practice-client-portal-one-seen", STAFF, f"{PRACTICE}?q=drummond")
at("practice-client-portal-some-fit", STAFF, f"{PRACTICE}?q=exmaple")
at("practice-client-portal-many-fit", STAFF, f"{PRACTICE}?q=zimmer")
at("practice-client-portal-none-fit", STAFF, f"{PRACTICE}?q=nobody+at+all")
at("your-client-portal", STAFF, PROFILE)
at("your-client-portal-saved", STAFF, f"{PROFILE}?saved=1")
at("your-client-portal-one-seen", STAFF, f"{PROFILE}?q=fairweather")
at("your-client-portal-no-provider", STAFF, PROFILE, place=HELD)
at("client-portal-options", STAFF, "/staff/clients/{active}/portal-options")
at("client-portal-options-long", STAFF, "/staff/clients/{long}/portal-options")
at("client-portal-options-excepted", STAFF, "/staff/clients/{excepted}/portal-options")
at("client-portal-options-saved", STAFF, "/staff/clients/{excepted}/portal-options?saved=1")
at("profile-not-asked-for-birth-date", STAFF, "/staff/clients/{excepted}")


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


@screen("your-client-portal-with-errors", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto(PROFILE)
    save_wrongly(page, link_hours="72")


@screen("client-portal-options-with-errors", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto(place.path("/staff/clients/{excepted}/portal-options"))
    save_wrongly(page, link_hours="a week")
