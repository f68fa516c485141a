"""Activity: the menu says how many lines need attention, and each has the button that fixes it."""

from collections.abc import Callable

import pytest
from flask import Flask
from lxml.html import HtmlElement

from portal import heartbeat
from portal.diagnosis import needs_attention
from portal.extensions import db
from portal.models import Client
from tests.diagnosis.test_attention_count import CASES
from tests.support import calls, factories
from tests.support.obstacles import theo
from tests.support.page import by_id, tree, words
from tests.support.post import newest
from tests.support.staff_room import as_role
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("mail_server_is_set")


@pytest.fixture(autouse=True)
def _a_worker_that_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "is_alive", lambda: True)


def entry(html: str) -> tuple[str, str]:
    """The name of the menu entry, and what is seen of it."""
    (found,) = [link for link in tree(html).iter("a") if link.get("id") == "activity-entry"]
    return found.get("aria-label") or words(found), words(found)


def test_the_menu_says_on_each_page_how_many_lines_need_attention(staff_browser: Visitor) -> None:
    assert entry(staff_browser.get("/staff/clients").text) == ("Activity", "Activity")
    client = theo()
    calls.refused(client)
    assert entry(staff_browser.get("/staff/practice").text) == ("Activity, 1 needs attention", "Activity")
    calls.expired(factories.nora())
    for page in ("/staff/clients", f"/staff/clients/{client.public_id}", "/staff/activity", "/staff/profile"):
        assert entry(staff_browser.get(page).text) == ("Activity, 2 need attention", "Activity")


def test_dismissing_takes_the_line_off_the_number_too(staff_browser: Visitor) -> None:
    calls.refused(theo())
    (line,) = needs_attention.lines()
    form = {"cause": line.cause, "subject": line.subject}
    assert entry(staff_browser.fragment("/staff/activity/dismissals", form).text) == ("Activity", "Activity")


def _remedies(browser: Visitor) -> dict[str, HtmlElement]:
    """What stands beside the lines, but for Dismiss: by its name."""
    section = by_id(browser.get("/staff/activity").text, "attention")
    found = [one for one in section.iter() if one.tag == "button" or "button" in (one.get("class") or "").split()]
    names = {one.get("aria-label") or words(one): one for one in found}
    return {name: one for name, one in names.items() if not name.startswith("Dismiss")}


REMEDIES = {
    "refused": "Correct the address and send again",
    "full": "Resend portal invite",
    "notice": "Edit theo@example.com",
    "our own": "Practice → Mail",
    "delayed by us": "Practice → Mail",
    "kept": "Resend portal invite",
    "locked": "Edit date of birth",
    "expired": "Resend portal invite",
    "held": "Practice → Mail",
    "stopped": "Send password reset",
    "asked too often": "Resend portal invite",
    "changed": "Look at the changes",
}


@pytest.mark.parametrize("case", CASES)
def test_each_line_has_the_button_that_fixes_it_and_where_that_leads_is_there(
    case: str, staff_browser: Visitor
) -> None:
    CASES[case](theo())
    found = _remedies(staff_browser)
    assert list(found) == [REMEDIES[case]]
    address = found[REMEDIES[case]].get("href")
    assert address is None or staff_browser.get(address.partition("#")[0]).status_code == 200


@pytest.mark.parametrize(("make", "what"), [(theo, "invitations"), (factories.rosa, "password-resets")])
def test_resending_from_a_line_sends_solves_it_and_leads_to_the_profile(
    make: Callable[[], Client], what: str, staff_browser: Visitor
) -> None:
    client = make()
    calls.kept(client)
    answer = staff_browser.post(f"/staff/clients/{client.public_id}/{what}")
    assert (answer.status_code, newest().state) == (303, "waiting")
    assert client.public_id in answer.headers["Location"]
    db.session.rollback()
    assert needs_attention.lines() == []


@pytest.mark.parametrize(("role", "ways"), [("staff", []), ("manager", ["Practice → Mail"])])
def test_only_whoever_may_mend_the_practices_mail_has_the_way_there(app: Flask, role: str, ways: list[str]) -> None:
    browser = as_role(app, role)
    calls.delayed(theo())
    assert list(_remedies(browser)) == ways
    section = by_id(browser.get("/staff/activity").text, "attention")
    assert "The mail server did not answer in time; 1 mail waits" in words(section)
