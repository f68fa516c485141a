"""Practice → Staff: everybody, and somebody new."""

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Staff
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.links import last_event
from tests.support.page import tree, words
from tests.support.staff_room import KIM, NEW, PEOPLE, browser_of, dana, events_since, mails_to, named, page_of
from tests.support.visitor import Visitor


def rows(browser: Visitor) -> dict[str, tuple[list[str], str | None]]:
    """By name: the cells of the row, and where it leads."""
    items = [item for item in tree(browser.get(PEOPLE).text).iter("li") if _row(item) is not None]
    found = {}
    for item in items:
        row = _row(item)
        cells = [words(cell) for cell in row if cell.tag == "span"]
        found[cells[0]] = (cells[1:], row.get("href"))
    return found


def _row(item):  # type: ignore[no-untyped-def]
    return next((child for child in item if child.get("class") == "tap-row"), None)


def test_the_tab_stands_between_practice_and_client_portal(staff_browser: Visitor) -> None:
    nav = next(nav for nav in tree(staff_browser.get(PEOPLE).text).iter("nav") if nav.get("aria-label") == "Practice")
    assert [words(link) for link in nav.iter("a")] == ["Practice", "Staff", "Client portal", "Mail"]
    assert [words(link) for link in nav.iter("a") if link.get("aria-current")] == ["Staff"]


def test_the_list_tells_role_email_and_how_it_stands(clock: Clock, app: Flask, staff_browser: Visitor) -> None:
    lena, priya = factories.make_lena(), factories.invite_priya()
    factories.make_otto()
    found = rows(staff_browser)
    assert found["Dana Whitfield (you)"][0] == ["Active", "Owner · Sees clients · dana@maple.example"]
    assert found[cast.LENA.name] == (["Active", "Manager · lena@maple.example"], page_of(lena))
    assert found[cast.OTTO.name][0] == ["Deactivated", "Staff · otto@maple.example"]
    assert found[cast.PRIYA.name] == (
        ["Invited until Wed, Nov 25, 9:42 AM", "Staff · Sees clients · priya@maple.example Invite: Kept here"],
        page_of(priya),
    )
    clock.move(hours=48)
    assert rows(browser_of(app, dana()))[cast.PRIYA.name][0][0] == "Invite expired"


# case 132
def test_a_manager_sees_owners_and_cannot_open_them(app: Flask) -> None:
    browser = browser_of(app, factories.make_lena())
    found = rows(browser)
    assert found[cast.DANA.name][1] is None
    assert found["Lena Fischer (you)"][1] is not None
    assert browser.get(page_of(dana())).status_code == 404


def test_somebody_is_added_and_the_page_says_that_the_invite_is_kept(staff_browser: Visitor) -> None:
    before = last_event()
    response = staff_browser.post(NEW, KIM | {"sees_clients": "y", "role": "manager"})
    kim = named("Kim Lee")
    assert kim is not None
    assert (response.status_code, response.location) == (303, f"{page_of(kim)}?done=added")
    assert (kim.email, kim.role, kim.sees_clients, kim.registered_at) == ("kim@maple.example", "manager", True, None)
    assert [mail.kind for mail in mails_to(kim)] == ["staff_invitation"]
    assert [kind for kind, _ in events_since(before)] == ["staff_added"]
    page = staff_browser.get(response.location).text
    assert "No mail server is set, so nothing was sent. The mail is kept under" in page


def test_nobody_is_added_without_the_current_password(staff_browser: Visitor) -> None:
    page = staff_browser.post(NEW, KIM | {"current": "a wrong guess of many words"})
    assert (page.status_code, "Enter your current password" in page.text) == (422, True)
    assert named("Kim Lee") is None


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"email": ""}, {"role": "king"}, {"email": "Dana@maple.example"}],
)
def test_what_makes_no_sense_or_is_taken_is_refused_on_the_form(wrong: dict[str, str], staff_browser: Visitor) -> None:
    page = staff_browser.post(NEW, KIM | wrong)
    assert (page.status_code, cast.PASSWORD in page.text) == (422, False)
    assert {person.name for person in db.session.query(Staff)} == {cast.DANA.name}


# case 132
def test_a_manager_who_adds_an_owner_finds_nothing(app: Flask) -> None:
    browser = browser_of(app, factories.make_lena())
    assert ">Owner<" not in browser.get(NEW).text
    before = last_event()
    assert browser.post(NEW, KIM | {"role": "owner"}).status_code == 404
    assert (named("Kim Lee"), last_event()) == (None, before)


def test_an_owner_may_add_an_owner(staff_browser: Visitor) -> None:
    assert ">Owner<" in staff_browser.get(NEW).text
    assert staff_browser.post(NEW, KIM | {"role": "owner"}).status_code == 303
    kim = named("Kim Lee")
    assert kim is not None and kim.role == "owner"


def test_activity_names_whom_it_is_about(staff_browser: Visitor) -> None:
    sam = factories.make_sam()
    staff_browser.post(NEW, KIM)
    page = staff_browser.get("/staff/activity?kind=practice").text
    assert "Kim Lee added to the staff as Staff: invite for kim@maple.example" in page
    staff_browser.post(f"{page_of(sam)}/password-resets")
    staff_browser.post(f"{page_of(sam)}/password-resets/withdrawals")
    page = staff_browser.get("/staff/activity?kind=passwords").text
    assert page.count("<bdi>Sam Okafor</bdi>: Password reset") == 2
