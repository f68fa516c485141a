"""Practice → Staff: everybody, one of them in each state, and the page where an invite leads."""

from playwright.sync_api import Page

from tests.screens.registry import STAFF, Place, at, screen
from tests.screens.staff_screens import invalid, press

STATES = ("self", "resetting", "invited", "expired", "withdrawn", "deactivated", "long")

at("staff-list", STAFF, "/staff/practice/staff")
at("staff-new", STAFF, "/staff/practice/staff/new")
for state in STATES:
    at(f"staff-member-{state}", STAFF, f"/staff/practice/staff/{{member_{state}}}")
at("staff-member-added", STAFF, "/staff/practice/staff/{member_invited}?done=added")
at("staff-register", STAFF, "/staff/register/{member_registering_link}", is_signed_in=False)
at("staff-register-used", STAFF, "/staff/register/{member_used_link}", is_signed_in=False)
at("staff-register-sign-out-first", STAFF, "/staff/register/{member_registering_link}")


@screen("staff-new-with-errors", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/practice/staff/new")
    page.get_by_label("Email").fill("no address")
    press(page, "Save and send invite")
    invalid(page)


@screen("staff-member-without-password", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto(place.path("/staff/practice/staff/{member_manager}"))
    page.get_by_label("Role").select_option("Staff")
    press(page, "Save")
    invalid(page)


@screen("staff-member-already-sent", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto(place.path("/staff/practice/staff/{member_resent}"))
    press(page, "Resend staff invite")
    page.get_by_role("status").get_by_text("on its way").or_(page.get_by_text("Already sent")).first.wait_for()
    press(page, "Resend staff invite")
    page.get_by_text("Already sent").wait_for()


@screen("staff-register-with-errors", STAFF, is_signed_in=False)
def _(page: Page, place: Place) -> None:
    page.goto(place.path("/staff/register/{member_registering_link}"))
    page.get_by_label("Username").fill("no spaces please")
    page.get_by_label("Password", exact=True).fill("short")
    press(page, "Create account")
    invalid(page)
