"""What the links in mails open: the question, the forms behind it, and the page that says why one no longer works."""

from playwright.sync_api import Page

from tests.screens.registry import CLIENT, STAFF, VISITOR, Place, at, screen

BORN = {"registering": ("12", "1", "1995"), "choosing": ("11", "22", "1961")}

at("confirm-birth-date", VISITOR, "/register/{registering_link}")
at("create-account-unasked", VISITOR, "/register/{unasked_link}")
at("staff-choose-password", STAFF, "/staff/reset-password/{staff_link}", is_signed_in=False)
at("link-used", VISITOR, "/register/{active_link}")
at("link-expired", VISITOR, "/register/{expired_link}")
at("link-own-again", CLIENT, "/register/{active_link}")
at("link-sign-out-first", CLIENT, "/register/{registering_link}")


def answer(page: Page, month: str, day: str, year: str) -> None:
    for label, text in (("Month", month), ("Day", day), ("Year", year)):
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Continue").click()


@screen("confirm-birth-date-wrong", VISITOR)
def _(page: Page, place: Place) -> None:
    page.goto(place.path("/register/{guessed_link}"))
    answer(page, "1", "1", "1970")
    page.get_by_role("alert").first.wait_for()


@screen("confirm-birth-date-not-a-date", VISITOR)
def _(page: Page, place: Place) -> None:
    page.goto(place.path("/register/{registering_link}"))
    answer(page, "13", "40", "1995")
    page.locator("[aria-invalid]").first.wait_for()


def ask(page: Page, month: str, day: str, year: str) -> None:
    for label, text in (("Month", month), ("Day", day), ("Year", year)):
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Send me a new link").click()


@screen("link-expired-not-a-date", VISITOR)
def _(page: Page, place: Place) -> None:
    page.goto(place.path("/register/{expired_link}"))
    ask(page, "13", "40", "1995")
    page.locator("[aria-invalid]").first.wait_for()


@screen("link-expired-asked-anew", VISITOR)
def _(page: Page, place: Place) -> None:
    """Whoever asks once more in the same browser reads the same; in another one the link was replaced."""
    page.goto(place.path("/register/{to_renew_link}"))
    if page.get_by_role("button", name="Send me a new link").count():
        ask(page, "4", "2", "1977")
    page.get_by_text("A new link is on its way").or_(page.get_by_text("A newer link was sent")).wait_for()


@screen("create-account", VISITOR)
def create_account(page: Page, place: Place) -> None:
    page.goto(place.path("/register/{registering_link}"))
    answer(page, *BORN["registering"])
    page.get_by_role("heading", level=1, name="Create your portal account").wait_for()


@screen("create-account-with-errors", VISITOR)
def _(page: Page, place: Place) -> None:
    create_account(page, place)
    page.get_by_label("Username").fill("no spaces please")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Create account").click()
    page.locator("[aria-invalid]").first.wait_for()


@screen("choose-password", VISITOR)
def choose_password(page: Page, place: Place) -> None:
    page.goto(place.path("/reset-password/{choosing_last_link}"))
    answer(page, *BORN["choosing"])
    page.get_by_role("heading", level=1, name="Choose a new password").wait_for()


def choose_badly(page: Page) -> None:
    page.get_by_label("New password", exact=True).fill("short")
    page.get_by_label("Confirm new password").fill("other")
    page.get_by_role("button", name="Save new password").click()
    page.locator("[aria-invalid]").first.wait_for()


@screen("choose-password-with-errors", VISITOR)
def _(page: Page, place: Place) -> None:
    choose_password(page, place)
    choose_badly(page)


@screen("link-form-of-another", VISITOR)
def _(page: Page, place: Place) -> None:
    """The form of one link, sent after another was opened in the same browser."""
    page.goto(place.path("/register/{unasked_link}"))
    other = page.context.new_page()
    other.goto(place.path("/register/{registering_link}"))
    other.close()
    page.get_by_role("button", name="Create account").click()
    page.get_by_role("alert").wait_for()
