"""Practice → Staff: everybody, one of them in each state, and the page where an invite leads."""

from playwright.sync_api import Page

from tests.screens.registry import HELD, KEPT, STAFF, Place, at, screen
from tests.screens.staff_screens import invalid, press
from tests.screens.visitor_screens import sign_in
from tests.support import cast

STATES = ("self", "manager", "resetting", "invited", "refused", "expired", "withdrawn", "deactivated", "long")

at("staff-list", STAFF, "/staff/practice/staff")
at("staff-list-kept", STAFF, "/staff/practice/staff", place=KEPT)
at("staff-new", STAFF, "/staff/practice/staff/new")
for state in STATES:
    at(f"staff-member-{state}", STAFF, f"/staff/practice/staff/{{member_{state}}}")
for notice in ("added", "moved"):
    at(f"staff-member-{notice}", STAFF, f"/staff/practice/staff/{{member_invited}}?done={notice}")
at("staff-member-role-saved", STAFF, "/staff/practice/staff/{member_manager}?done=role")
at("staff-member-kept", STAFF, "/staff/practice/staff/{member_invited}?done=added", place=KEPT)
at("staff-member-held", STAFF, "/staff/practice/staff/{member_invited}?done=added", place=HELD)
at("staff-register", STAFF, "/staff/register/{member_registering_link}", is_signed_in=False)
at("staff-register-used", STAFF, "/staff/register/{member_used_link}", is_signed_in=False)
at("staff-register-withdrawn", STAFF, "/staff/register/{member_withdrawn_link}", is_signed_in=False)
at("staff-register-sign-out-first", STAFF, "/staff/register/{member_registering_link}")


@screen("staff-new-with-errors", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/practice/staff/new")
    page.get_by_label("Email").fill("no address")
    press(page, "Save and send invite")
    invalid(page)


@screen("staff-new-wrong-password", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto("/staff/practice/staff/new")
    page.get_by_label("Name", exact=True).fill("Kim Lee")
    page.get_by_label("Email").fill("kim@maple.example")
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


@screen("staff-member-last-owner", STAFF)
def _(page: Page, place: Place) -> None:
    page.goto(place.path("/staff/practice/staff/{member_self}"))
    press(page, "Deactivate")
    page.get_by_text("This is the last active owner").wait_for()


@screen("staff-register-with-errors", STAFF, is_signed_in=False)
def _(page: Page, place: Place) -> None:
    page.goto(place.path("/staff/register/{member_registering_link}"))
    page.get_by_label("Username").fill("no spaces please")
    page.get_by_label("Password", exact=True).fill("short")
    press(page, "Create account")
    invalid(page)


@screen("staff-sign-in-turned-off", STAFF, is_signed_in=False)
def _(page: Page, place: Place) -> None:
    sign_in(page, "/staff/sign-in", cast.OTTO.username or "", cast.PASSWORD)
