"""The pages of staff, but for the profile of a client."""

from playwright.sync_api import Page

from tests.screens.registry import HELD, KEPT, STAFF, Place, at, screen

at("checklist", STAFF, "/staff/checklist")
at("checklist-without-mail-server", STAFF, "/staff/checklist", place=KEPT)
at("clients", STAFF, "/staff/clients")
at("clients-with-marks", STAFF, "/staff/clients?q=exmaple")
at("clients-none-found", STAFF, "/staff/clients?q=nobody+at+all")
at("client-new", STAFF, "/staff/clients/new")
at("client-edit", STAFF, "/staff/clients/{active}/edit")
at("client-edit-long", STAFF, "/staff/clients/{long}/edit")
at("client-history", STAFF, "/staff/clients/{active}/history")
at("client-mail", STAFF, "/staff/clients/{resent}/mail")
at("client-mail-refused", STAFF, "/staff/clients/{refused}/mail")
at("client-mail-none", STAFF, "/staff/clients/{no_email}/mail")
at("activity", STAFF, "/staff/activity")
at("activity-nothing-needed", STAFF, "/staff/activity", place=KEPT)
at("activity-of-all-mail", STAFF, "/staff/activity", place=HELD)
at("help", STAFF, "/staff/help")
at("mail", STAFF, "/staff/mail")
at("mail-held", STAFF, "/staff/mail", place=HELD)
at("mail-kept", STAFF, "/staff/mail", place=KEPT)
at("practice", STAFF, "/staff/practice")
at("practice-mail", STAFF, "/staff/practice/mail")
at("practice-mail-kept", STAFF, "/staff/practice/mail", place=KEPT)
at("practice-mail-held", STAFF, "/staff/practice/mail", place=HELD)
at("practice-mail-test-failed", STAFF, "/staff/practice/mail?sent={failed_test}", place=HELD)
at("practice-mail-short", STAFF, "/staff/practice/mail?kind=password_changed")
at("your-profile", STAFF, "/staff/profile")
at("your-password", STAFF, "/staff/profile/password")


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def invalid(page: Page) -> None:
    page.locator("[aria-invalid]").first.wait_for()


@screen("clients-second-page", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/clients")
    page.get_by_role("link", name="Next").click()
    page.get_by_role("link", name="Previous").wait_for()


@screen("menu-of-the-name", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/activity")
    page.get_by_text("Dana Whitfield").first.click()
    page.get_by_role("link", name="Your profile").wait_for()


@screen("practice-with-a-file-that-is-no-logo", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/practice")
    page.get_by_label("Logo").set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": b"no picture"})
    press(page, "Save practice")
    invalid(page)


@screen("client-new-with-errors", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/clients/new")
    page.get_by_label("Email").fill("no address")
    page.get_by_label("Phone").fill("call me")
    press(page, "Save client")
    invalid(page)


@screen("client-new-twin", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/clients/new")
    for label, text in (("First name", "Ulrich"), ("Last name", "Fairweather"), ("Date of birth", "1969-10-10")):
        page.get_by_label(label).fill(text)
    press(page, "Save client")
    page.get_by_role("button", name="Save anyway").wait_for()


@screen("mail-shown", STAFF, place=KEPT)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/mail")
    page.get_by_role("button", name="Show mail").first.click()
    page.locator("pre").wait_for()


@screen("mail-shown-link-ended", STAFF, place=KEPT)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/mail")
    page.get_by_role("button", name="Show mail").last.click()
    page.get_by_text("has ended").wait_for()


@screen("practice-with-errors", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/practice")
    page.get_by_label("Practice name").fill("")
    page.get_by_label("Reply-to email").fill("no address")
    press(page, "Save practice")
    invalid(page)


@screen("your-profile-with-errors", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/profile")
    page.get_by_label("Your name").fill("")
    page.get_by_label("Email").fill("no address")
    press(page, "Save profile")
    invalid(page)


@screen("your-password-with-errors", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/profile/password")
    page.get_by_label("Current password").fill("a wrong guess of many words")
    page.get_by_label("New password", exact=True).fill("short")
    press(page, "Save new password")
    invalid(page)


def send_test(page: Page, words: str) -> None:
    """What is said of it; a mail server of this machine may have taken it by then."""
    press(page, "Send a test mail")
    said = page.get_by_role("status").get_by_text(words)
    said.or_(page.get_by_role("status").get_by_text("Sent: the mail server took it")).first.wait_for()


@screen("practice-mail-test-sent", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/practice/mail?kind=staff_password_reset")
    send_test(page, "Test mail on its way")


@screen("practice-mail-test-taken", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/practice/mail?kind=staff_password_changed")
    send_test(page, "Sent: the mail server took it")
    page.get_by_text("How to change them").click()
    page.get_by_text("PORTAL_MAIL_FROM", exact=True).wait_for()


@screen("practice-mail-test-kept", STAFF, place=KEPT)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/practice/mail")
    send_test(page, "so nothing was sent")
