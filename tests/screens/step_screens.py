"""Registration steps and portal tasks, as clients see them, and what staff read of the answers."""

from playwright.sync_api import Locator, Page

from tests.screens.registry import CLIENT, FOLDERS, STAFF, Place, at, screen
from tests.support import photos

at("home-step-required", CLIENT, "/home", who="stepping")
at("home-many-tasks", CLIENT, "/home", place=FOLDERS, who="held_back")
at("step-details", CLIENT, "/steps/details", who="stepping")
at("step-details-optional", CLIENT, "/steps/details", who="leaving")
at("step-of-three", CLIENT, "/steps/insurance", place=FOLDERS, who="held_back")
at("step-before-a-task", CLIENT, "/messages", place=FOLDERS, who="held_back")
at("details", CLIENT, "/details", who="detailed")
at("details-long", CLIENT, "/details", who="long_details")
at("details-waiting", CLIENT, "/details?saved=1", who="changing")
at("details-asked", CLIENT, "/details", who="asked")
at("home-asked", CLIENT, "/home", who="asked")
at("step-insurance", CLIENT, "/steps/insurance", who="insuring")
at("insurance", CLIENT, "/insurance", who="insured")
at("client-details-insurance", STAFF, "/staff/clients/{insured}/details")
at("profile-with-a-photo-that-waits", STAFF, "/staff/clients/{insured}")
at("client-details", STAFF, "/staff/clients/{detailed}/details")
at("client-details-long", STAFF, "/staff/clients/{long_details}/details")
at("client-details-none", STAFF, "/staff/clients/{active}/details")


def second_phone(page: Page) -> Locator:
    """Whoever has one already finds it unfolded."""
    field = page.get_by_label("Second phone", exact=True)
    if not field.is_visible():
        page.get_by_text("Add another phone").click()
    return field


def send_wrongly(page: Page, button: str) -> None:
    page.get_by_label("Phone", exact=True).fill("12")
    second_phone(page).fill("call me")
    for way in ("Phone call", "Text message", "Email"):
        page.get_by_label(way, exact=True).uncheck()
    page.get_by_label("Their name").fill("Carlos Delgado")
    page.get_by_label("Their phone").fill("")
    page.get_by_role("button", name=button).click()
    page.get_by_role("heading", name="There are 4 problems").wait_for()


@screen("step-details-with-errors", CLIENT, who="stepping")
def _(page: Page, place: Place) -> None:
    page.goto("/steps/details")
    send_wrongly(page, "Save and continue")


@screen("step-insurance-with-errors", CLIENT, who="insuring")
def _(page: Page, place: Place) -> None:
    """The photo of the front was taken, that of the back is none."""
    page.goto("/steps/insurance")
    page.get_by_label("Policy holder").select_option("Someone else")
    files = {"Photo of the front": photos.file(photos.card("Front")), "Photo of the back": b"no photo"}
    for label, content in files.items():
        page.get_by_label(label).set_input_files({"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": content})
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("heading", name="There are 5 problems").wait_for()


@screen("step-insurance-none", CLIENT, who="insuring")
def _(page: Page, place: Place) -> None:
    page.goto("/steps/insurance")
    page.get_by_label("I have no insurance").check()


@screen("insurance-under-way", CLIENT, who="insured")
def _(page: Page, place: Place) -> None:
    """As far as the half of it; nothing is sent."""
    page.goto("/insurance")
    page.evaluate("document.querySelector('[data-upload]').hidden = false")
    page.evaluate("document.querySelector('progress').value = .5")
