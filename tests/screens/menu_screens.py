"""The client menu after each act, and as a sheet on a phone."""

from playwright.sync_api import Locator, Page, Route

from tests.screens.registry import KEPT, STAFF, Place, at, screen


def menu(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Client menu")


def press(page: Page, place: Place, who: str, button: str, words: str) -> None:
    """Open the profile, press the button in the menu, wait until it says so."""
    page.goto(place.path(f"/staff/clients/{{{who}}}"))
    press_again(page, button, words)


def press_again(page: Page, button: str, words: str) -> None:
    menu(page).get_by_role("button", name=button).click()
    menu(page).get_by_role("status").get_by_text(words).wait_for()


@screen("menu-invite-sent", STAFF)
def _(page: Page, place: Place) -> None:
    press(page, place, "to_invite", "Send portal invite", "Invite on its way")


@screen("menu-invite-already-sent", STAFF)
def _(page: Page, place: Place) -> None:
    press(page, place, "to_invite_twice", "Send portal invite", "Invite on its way")
    press_again(page, "Resend portal invite", "Already sent")


@screen("menu-invite-kept", STAFF, place=KEPT)
def _(page: Page, place: Place) -> None:
    press(page, place, "to_invite", "Send portal invite", "No mail server is set")


@screen("menu-invite-withdrawn", STAFF)
def _(page: Page, place: Place) -> None:
    press(page, place, "to_withdraw", "Withdraw invite", "The invite was withdrawn")


@screen("menu-reset-sent", STAFF)
def _(page: Page, place: Place) -> None:
    press(page, place, "to_reset", "Send password reset", "Password reset on its way")


@screen("menu-access-off", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto(place.path("/staff/clients/{to_switch_off}"))
    menu(page).get_by_role("switch").click()
    menu(page).get_by_text("Portal access is off").wait_for()


def start_correcting(page: Page, place: Place, who: str) -> None:
    page.goto(place.path(f"/staff/clients/{{{who}}}"))
    menu(page).get_by_role("button", name="Correct the address and send again").click()
    menu(page).get_by_label("Email").wait_for()


@screen("menu-correcting", STAFF)
def _(page: Page, place: Place) -> None:
    start_correcting(page, place, "refused")


@screen("menu-correcting-with-error", STAFF)
def _(page: Page, place: Place) -> None:
    start_correcting(page, place, "refused")
    menu(page).get_by_label("Email").fill("no address")
    menu(page).get_by_role("button", name="Save email and send again").click()
    menu(page).locator("[aria-invalid]").wait_for()


@screen("menu-correcting-with-suggestion", STAFF)
def _(page: Page, place: Place) -> None:
    start_correcting(page, place, "mistyped")


at("menu-correcting-without-script-in-place", STAFF, "/staff/clients/{refused}/correction")


@screen("menu-unlocked", STAFF)
def _(page: Page, place: Place) -> None:
    press(page, place, "waits_too", "Unlock", "Unlocked")


@screen("menu-step-not-skipped", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto(place.path("/staff/clients/{step_open}"))
    menu(page).get_by_label("Reason").fill("")
    press_again(page, "Skip for this client", "Say why")


@screen("client-edit-birth-date", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto(place.path("/staff/clients/{swapped}"))
    menu(page).get_by_role("button", name="Edit date of birth").click()
    page.get_by_role("heading", name="Edit details").wait_for()


def fail(page: Page, place: Place, answer: str) -> None:
    def refuse(route: Route) -> None:
        if answer == "none":
            route.abort("internetdisconnected")
        else:
            route.fulfill(status=500, body="")

    page.goto(place.path("/staff/clients/{to_fail}"))
    page.route("**/invitations", refuse)
    menu(page).get_by_role("button", name="Send portal invite").click()
    page.get_by_role("alert").first.wait_for()


@screen("menu-network-lost", STAFF)
def _(page: Page, place: Place) -> None:
    fail(page, place, "none")


@screen("menu-form-too-old", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto(place.path("/staff/clients/{to_fail}"))
    page.context.clear_cookies(name="session")
    menu(page).get_by_role("button", name="Send portal invite").click()
    page.get_by_text("This form is too old").wait_for()


def open_sheet(page: Page, place: Place, who: str) -> None:
    page.goto(place.path(f"/staff/clients/{{{who}}}"))
    page.get_by_role("button", name="Client menu").click()
    page.locator("#client-menu-sheet[data-open]").wait_for()


@screen("sheet-active", STAFF, phone=True)
def _(page: Page, place: Place) -> None:
    open_sheet(page, place, "on_a_phone")


@screen("sheet-invited", STAFF, phone=True)
def _(page: Page, place: Place) -> None:
    open_sheet(page, place, "invited")


@screen("sheet-correcting", STAFF, phone=True)
def _(page: Page, place: Place) -> None:
    open_sheet(page, place, "refused")
    menu(page).get_by_role("button", name="Correct the address and send again").click()
    menu(page).get_by_label("Email").wait_for()
