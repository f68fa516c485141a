"""One who works here: what can be changed, and the acts."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Staff
from portal.models.outgoing_mail import MailState
from portal.practice.staff_status import standing_of
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.links import kinds_since, last_event
from tests.support.member_page import notice, press, save
from tests.support.page import buttons, by_id, facts, words
from tests.support.post import newest
from tests.support.staff_room import browser_of, dana, events_since, fresh, newest_link, page_of
from tests.support.visitor import FRAGMENT, Visitor

ACCOUNT = "staff-account"
PRIYA = {"name": cast.PRIYA.name, "email": cast.PRIYA.email, "role": "staff", "sees_clients": "y"}


def labels(browser: Visitor, person: Staff) -> list[str]:
    return list(buttons(browser.get(page_of(person)).text, ACCOUNT))


def test_each_state_has_its_buttons(staff_browser: Visitor, clock: Clock) -> None:
    sam, otto, priya = factories.make_sam(), factories.make_otto(), factories.invite_priya()
    assert labels(staff_browser, sam) == ["Send password reset", "Deactivate"]
    assert labels(staff_browser, otto) == ["Activate"]
    assert labels(staff_browser, priya) == ["Resend staff invite", "Withdraw invite", "Deactivate"]
    press(staff_browser, sam, "password-resets")
    assert labels(staff_browser, sam) == ["Send password reset", "Withdraw reset link", "Deactivate"]
    press(staff_browser, priya, "invitations/withdrawals")
    assert labels(staff_browser, priya) == ["Resend staff invite", "Deactivate"]


def test_the_facts_tell_of_the_invite_and_by_whom_somebody_was_deactivated(
    staff_browser: Visitor, clock: Clock
) -> None:
    priya = factories.invite_priya()
    assert facts(staff_browser.get(page_of(priya)).text, ACCOUNT) == {
        "Email": "priya@maple.example", "Invite made": "today, 9:42 AM", "Mail": "Kept here",
        "Works until": "Wed, Nov 25, 9:42 AM", "Opened": "not yet",
    }  # fmt: skip
    found = facts(staff_browser.get(page_of(factories.make_otto())).text, ACCOUNT)
    assert (found["Username"], found["Deactivated"]) == ("otto.r", "today, 9:42 AM by Dana Whitfield")


@pytest.mark.usefixtures("mail_server_is_set")
def test_after_a_send_the_page_says_where_the_mail_goes(staff_browser: Visitor, clock: Clock) -> None:
    priya, sam = factories.invite_priya(), factories.make_sam()
    clock.move(minutes=2)
    page = press(staff_browser, priya, "invitations")
    assert (page.status_code, page.location) == (303, f"{page_of(priya)}?done=invited")
    assert notice(staff_browser.get(page.location).text) == (
        "Staff invite on its way to priya@maple.example. It works until Wed, Nov 25, 9:44 AM. Not there? "
        "Ask them to look in spam or trash for no-reply@127.0.0.1."
    )
    part = staff_browser.fragment(f"{page_of(sam)}/password-resets")
    assert part.status_code == 200 and part.text.lstrip().startswith("<section")
    assert notice(part.text).startswith("Password reset on its way to sam@maple.example.")


@pytest.mark.usefixtures("mail_server_is_set")
def test_a_mail_that_came_back_is_told_with_the_words_of_the_server(staff_browser: Visitor) -> None:
    priya = factories.invite_priya()
    mail = newest()
    mail.state, mail.reason, mail.server_said = MailState.FAILED, "no such mailbox", "550 5.1.1 unknown"
    db.session.commit()
    page = staff_browser.get(page_of(priya)).text
    assert facts(page, ACCOUNT)["Mail"] == "Not delivered: no such mailbox"
    assert words(by_id(page, "server-said")) == "What the mail server said 550 5.1.1 unknown"


def test_a_second_press_says_when_the_next_may_go(staff_browser: Visitor, clock: Clock) -> None:
    priya = factories.invite_priya()
    clock.move(seconds=12)
    page = press(staff_browser, priya, "invitations")
    assert (page.status_code, page.headers["Retry-After"]) == (429, "48")
    assert notice(page.text) == "Already sent at 9:42 AM. You can send again in 48 s."


@pytest.mark.parametrize(
    ("make", "act", "sentence"),
    [(factories.invite_priya, "password-resets", "This account is not active, so nothing was sent."),
     (factories.invite_priya, "password-resets/withdrawals", "There is no link to withdraw any more."),
     (factories.make_sam, "invitations", "This person has registered already. Send a password reset instead.")],
)  # fmt: skip
def test_what_is_not_possible_any_more_is_said_in_the_account(
    make: Callable[[], Staff], act: str, sentence: str, staff_browser: Visitor
) -> None:
    person = make()
    before = last_event()
    page = press(staff_browser, person, act)
    assert (page.status_code, notice(page.text), last_event()) == (422, sentence, before)


@pytest.mark.parametrize(("wanted", "state", "kind"), [("0", "deactivated", "staff_deactivated"),
                                                       ("1", "active", "staff_activated")])  # fmt: skip
def test_the_wanted_state_is_what_counts(wanted: str, state: str, kind: str, staff_browser: Visitor) -> None:
    sam = factories.make_sam()
    before = last_event()
    for _ in range(2):
        assert press(staff_browser, sam, "access", enabled=wanted).status_code == 303
    assert standing_of(fresh(sam)).state == state
    assert kinds_since(before) == [kind, kind]


def test_a_name_changes_without_the_password(staff_browser: Visitor) -> None:
    sam = factories.make_sam()
    before = last_event()
    response = save(staff_browser, sam, name="Samuel Okafor", sees_clients="y")
    assert (response.status_code, response.location) == (303, f"{page_of(sam)}?done=saved")
    assert (fresh(sam).name, sam.sees_clients) == ("Samuel Okafor", True)
    what = "name is now Samuel Okafor; sees clients"
    assert events_since(before) == [("staff_changed", {"name": "Samuel Okafor", "what": what})]


def test_the_role_does_not_change_without_the_current_password(staff_browser: Visitor) -> None:
    sam = factories.make_sam()
    page = save(staff_browser, sam, role="manager", name="Samuel", current="")
    assert (page.status_code, "Enter your current password" in page.text) == (422, True)
    assert (fresh(sam).role, sam.name) == ("staff", cast.SAM.name)


def test_the_role_changes_with_the_current_password_and_the_page_says_so(staff_browser: Visitor) -> None:
    sam = factories.make_sam()
    response = save(staff_browser, sam, role="manager", current=cast.PASSWORD)
    assert fresh(sam).role == "manager"
    said = "Saved. Sam Okafor is Manager from now on, and was signed out everywhere."
    assert notice(staff_browser.get(response.location).text) == said


def test_wrong_passwords_count_as_sign_ins(staff_browser: Visitor) -> None:
    sam = factories.make_sam()
    for _ in range(5):
        save(staff_browser, sam, role="manager", current="a wrong guess of many words")
    assert save(staff_browser, sam, role="manager", current=cast.PASSWORD).status_code == 429
    assert fresh(sam).role == "staff"


def test_another_address_sends_a_new_invite_and_says_so(staff_browser: Visitor) -> None:
    priya = factories.invite_priya()
    old = newest_link(priya)
    assert 'name="email"' in staff_browser.get(page_of(priya)).text
    assert 'name="email"' not in staff_browser.get(page_of(dana())).text, "who has registered changes it themselves"
    response = staff_browser.post(page_of(priya), PRIYA | {"email": "raman@maple.example"})
    assert newest_link(priya).id != old.id
    page = staff_browser.get(response.location).text
    assert notice(page).startswith("The old invite has ended, and a new one was made.")


@pytest.mark.parametrize("email", ["", "dana@maple.example"])
def test_an_address_that_is_none_or_taken_leaves_the_invite(email: str, staff_browser: Visitor) -> None:
    priya = factories.invite_priya()
    old = newest_link(priya)
    assert staff_browser.post(page_of(priya), PRIYA | {"email": email}).status_code == 422
    assert (fresh(priya).email, newest_link(priya).id, old.is_open) == (cast.PRIYA.email, old.id, True)


# case 131
def test_the_last_owner_reads_why_not(staff_browser: Visitor) -> None:
    sentence = "This is the last active owner. Make another person an owner first."
    form = {"name": cast.DANA.name, "role": "manager", "sees_clients": "y", "current": cast.PASSWORD}
    page = staff_browser.post(page_of(dana()), form)
    assert (page.status_code, sentence in page.text) == (422, True)
    for headers, start in (({}, "<!doctype"), (FRAGMENT, "<section")):
        off = staff_browser.post(f"{page_of(dana())}/access", {"enabled": "0"}, headers=headers)
        assert (off.status_code, notice(off.text)) == (422, sentence)
        assert off.text.lstrip().startswith(start)
    assert (fresh(dana()).role, dana().is_active) == ("owner", True)


def test_whoever_gives_up_the_own_role_lands_at_the_sign_in_page(app: Flask, staff_browser: Visitor) -> None:
    factories.make_staff(cast.LENA, "owner")
    form = {"name": cast.DANA.name, "role": "staff", "current": cast.PASSWORD}
    response = staff_browser.post(page_of(dana()), form)
    assert (response.status_code, response.location) == (303, "/staff/sign-in")
    assert staff_browser.get("/staff/clients").location.startswith("/staff/sign-in")


def test_whoever_deactivates_themselves_lands_at_the_sign_in_page(app: Flask) -> None:
    lena = factories.make_lena()
    browser = browser_of(app, lena)
    form = next(form for form in by_id(browser.get(page_of(lena)).text, ACCOUNT).iter("form")
                if (form.get("action") or "").endswith("/access"))  # fmt: skip
    assert form.get("hx-post") is None
    response = press(browser, lena, "access", enabled="0")
    assert (response.status_code, response.location) == (303, "/staff/sign-in")


def test_a_manager_without_a_mail_server_is_told_who_can_read_the_invite(app: Flask) -> None:
    priya = factories.invite_priya()
    page = browser_of(app, factories.make_lena()).get(f"{page_of(priya)}?done=added").text
    assert notice(page).endswith("The mail is kept under Mail, where an owner can read it.")
