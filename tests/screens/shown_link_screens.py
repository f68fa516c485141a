"""An invitation handed over in the room: its link on the screen, and how far the client is."""

from playwright.sync_api import Page

from tests.screens.registry import STAFF, Place, screen
from tests.support import cast


def show_link(page: Page, place: Place, who: str) -> None:
    page.goto(place.path(f"/staff/clients/{{{who}}}"))
    page.get_by_role("button", name="Show link").click()
    page.get_by_role("heading", level=1, name="Show link").wait_for()


@screen("shown-link", STAFF)
def _(page: Page, place: Place) -> None:
    show_link(page, place, "invited")


@screen("shown-link-long-name", STAFF)
def _(page: Page, place: Place) -> None:
    show_link(page, place, "long")


@screen("shown-link-wrong-birth-date", STAFF)
def _(page: Page, place: Place) -> None:
    show_link(page, place, "guessed")


@screen("shown-link-account-created", STAFF)
def _(page: Page, place: Place) -> None:
    """The client does it on a phone of their own while the page looks."""
    show_link(page, place, "in_the_room")
    assert page.context.browser is not None
    phone = page.context.browser.new_page()
    phone.goto(place.server.url + place.path("/register/{in_the_room_link}"))
    phone.get_by_label("Password", exact=True).fill(cast.PASSWORD)
    phone.get_by_label("Confirm password").fill(cast.PASSWORD)
    phone.get_by_role("button", name="Create account").click()
    phone.get_by_role("heading", level=1, name="Home").wait_for()
    phone.close()
    page.get_by_text("Account created. The username is").wait_for()
