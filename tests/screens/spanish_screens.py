"""The pages of clients in Spanish, whose words are longer: the fullest, and those that all begin with."""

from playwright.sync_api import Page

from tests.screens.link_screens import BORN
from tests.screens.registry import CLIENT, FOLDERS, PORTAL, VISITOR, Audience, Place, screen
from tests.support.catalogue import Say

SAY = Say("es")


def spanish(page: Page, place: Place) -> None:
    page.context.add_cookies([{"name": "language", "value": "es", "url": place.server.url}])


def at(name: str, audience: Audience, path: str, *, place: str = PORTAL, who: str = "") -> None:
    @screen(f"spanish-{name}", audience, place=place, who=who)
    def _(page: Page, here: Place) -> None:
        spanish(page, here)
        page.goto(here.path(path))


at("sign-in", VISITOR, "/sign-in?lost=1")
at("enter-code", VISITOR, "/go")
at("forgot-password", VISITOR, "/forgot-password")
at("confirm-birth-date", VISITOR, "/register/{registering_link}")
at("link-expired", VISITOR, "/register/{expired_link}")
at("link-sign-out-first", CLIENT, "/register/{registering_link}")
at("home-step-required", CLIENT, "/home", who="stepping")
at("home-many-tasks", CLIENT, "/home", place=FOLDERS, who="held_back")
at("step-details", CLIENT, "/steps/details", who="stepping")
at("error-not-found", VISITOR, "/no-such-page")


def create_account(page: Page, place: Place) -> None:
    spanish(page, place)
    page.goto(place.path("/register/{registering_link}"))
    for label, text in zip(("Month", "Day", "Year"), BORN["registering"]):
        page.get_by_label(SAY(label)).fill(text)
    page.get_by_role("button", name=SAY("Continue")).click()
    page.get_by_role("heading", level=1, name=SAY("Create your portal account")).wait_for()


@screen("spanish-create-account-with-errors", VISITOR)
def _(page: Page, place: Place) -> None:
    create_account(page, place)
    page.get_by_label(SAY("Username")).fill("no spaces please")
    page.get_by_label(SAY("Password"), exact=True).fill("short")
    page.get_by_role("button", name=SAY("Create account")).click()
    page.locator("[aria-invalid]").first.wait_for()


@screen("spanish-account-with-errors", CLIENT)
def _(page: Page, place: Place) -> None:
    spanish(page, place)
    page.goto("/account")
    page.get_by_label(SAY("New password"), exact=True).fill("short")
    page.get_by_role("button", name=SAY("Save new password")).click()
    page.locator("[aria-invalid]").first.wait_for()
