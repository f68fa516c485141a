"""The client menu: what it shows in each status and for each fate of a mail."""

from datetime import timedelta

from flask import Flask

from portal.clients import email_addresses
from portal.credentials import portal_access
from portal.credentials.invitations import withdraw_invitation
from portal.extensions import db
from tests.conftest import START, Clock
from tests.support import factories
from tests.support.choices import choose
from tests.support.menu import main_button, menu, sentence, status, switch, under_way
from tests.support.page import buttons, by_id, facts, words
from tests.support.post import newest
from tests.support.staff_room import browser_of, dana
from tests.support.visitor import Visitor

REGISTERED = "the client registers"


def test_the_menu_is_a_landmark_and_stands_in_the_profile(staff_browser: Visitor) -> None:
    nora = factories.nora()
    page = staff_browser.get(f"/staff/clients/{nora.public_id}").text
    landmark = by_id(page, "client-menu")
    assert (landmark.tag, landmark.get("aria-label")) == ("aside", "Client menu")
    links = {words(link): link.get("href") for link in landmark.iter("a")}
    base = f"/staff/clients/{nora.public_id}"
    assert links == {
        "Email history": f"{base}/mail", "History": f"{base}/history",
        "Client Portal Guide (PDF)": "/guide.pdf",
    }  # fmt: skip


def test_not_set_up_offers_the_invite_and_no_switch(staff_browser: Visitor) -> None:
    html = menu(staff_browser, factories.nora())
    assert (status(html), main_button(html)) == ("Not set up", "Send portal invite")
    assert switch(html) == ("false", False, f"Turns on when {REGISTERED}")
    assert words(by_id(html, "main-button-help")).startswith("The link is for nora@example.com")
    assert facts(html) == {}
    assert set(buttons(html)) == {"switch", "Send portal invite"}


def test_invited_tells_delivery_end_and_opening(staff_browser: Visitor, visitor: Visitor, clock: Clock) -> None:
    theo = factories.theo()
    html = menu(staff_browser, theo)
    assert (status(html), main_button(html)) == ("Invited", "Resend portal invite")
    assert switch(html) == ("false", False, f"Turns on when {REGISTERED}")
    told = "Invite mail: kept here today, 9:42 AM, works until Wed, Nov 25, 9:42 AM, "
    assert (facts(html), under_way(html)) == ({}, f"{told}not opened yet")
    assert set(buttons(html)) == {"switch", "Resend portal invite", "Show link", "Withdraw invite"}
    clock.move(minutes=8)
    link = newest().link
    assert link is not None
    visitor.get(f"/register/{factories.text_of(link)}")
    fetched = "not opened yet (fetched today, 9:50 AM, perhaps by a mail filter)"
    assert under_way(menu(staff_browser, theo)) == told + fetched
    clock.move(minutes=2)
    visitor.post("/register/birth-date", {"month": "1", "day": "1", "year": "1990", "link": link.selector})
    assert under_way(menu(staff_browser, theo)) == f"{told}opened by the client today, 9:52 AM"


def test_a_locked_invite_stays_invited_and_says_so(staff_browser: Visitor) -> None:
    theo = factories.theo()
    link = newest().link
    assert link is not None
    link.wrong_birth_dates = 5
    db.session.commit()
    html = menu(staff_browser, theo)
    assert status(html) == "Invited"
    assert "locked after 5 wrong dates of birth: correct the date of birth" in under_way(html)


def test_an_invite_that_ran_out_says_when(app: Flask, clock: Clock) -> None:
    theo = factories.theo()
    clock.to(START + timedelta(hours=48))
    html = menu(browser_of(app, dana()), theo)
    assert (status(html), main_button(html)) == ("Invite expired", "Resend portal invite")
    assert switch(html) == ("false", False, f"Turns on when {REGISTERED}")
    assert under_way(html) == "Invite mail: kept here Mon, Nov 23, 9:42 AM, expired today, 9:42 AM"


def test_active_shows_the_username_and_offers_a_reset(staff_browser: Visitor) -> None:
    html = menu(staff_browser, factories.rosa())
    assert (status(html), main_button(html)) == ("Active", "Send password reset")
    assert switch(html) == ("true", True, "Not signed in yet")
    assert facts(html) == {"Username": "rosie.d Copy username", "Registered": "today, 9:42 AM"}
    assert buttons(html)["Copy username"].get("data-copy") == "rosie.d"


def test_disabled_says_who_turned_it_off_and_offers_only_the_switch(staff_browser: Visitor, clock: Clock) -> None:
    rosa = factories.rosa()
    clock.move(minutes=3)
    portal_access.set_access(rosa, False, factories.dana())
    html = menu(staff_browser, rosa)
    assert status(html) == "Disabled"
    assert switch(html) == ("false", True, "Turning it on brings back the old username and password")
    assert sentence(html) == "Turned off by Dana Whitfield, Mon, Nov 23"
    assert facts(html)["Username"] == "rosie.d Copy username"
    assert set(buttons(html)) == {"switch", "Copy username"}
    assert "Turn access on to send a password reset" in words(by_id(html, "client-menu"))


def test_without_an_address_the_button_says_what_is_missing(staff_browser: Visitor) -> None:
    milo = factories.milo()
    html = menu(staff_browser, milo)
    assert by_id(html, "main-button").get("disabled") is not None
    assert words(by_id(html, "main-button-help")) == "Add an email address first"
    assert "No date of birth on file: the link will not ask for one." in words(by_id(html, "client-menu"))
    for address in ("a@example.com", "b@example.com"):
        email_addresses.add(milo, address, factories.dana())
    email_addresses.delete(next(email for email in milo.emails if email.is_default), factories.dana())
    html = menu(staff_browser, milo)
    assert by_id(html, "main-button").get("disabled") is not None
    assert words(by_id(html, "main-button-help")) == "Choose a default email first"


def test_a_live_reset_can_be_withdrawn_and_is_one_block_before_the_account_and_the_steps(
    staff_browser: Visitor,
) -> None:
    rosa = factories.rosa()
    choose(step_details="required")
    factories.send_reset(rosa)
    newest().state = "sent"
    db.session.commit()
    html = menu(staff_browser, rosa)
    assert "Withdraw reset link" in buttons(html)
    said = words(by_id(html, "client-menu"))
    block = "Reset mail: sent today, 9:42 AM, works until Wed, Nov 25, 9:42 AM, not opened yet"
    parts = [block, "Username", "Registered", "Client's detailsopen (required)"]
    places = [said.find(part) for part in parts]
    assert -1 not in places and places == sorted(places)
    assert [said.count(word) for word in ("today, 9:42 AM", "works until", "opened")] == [2, 1, 1]


def test_why_the_last_invite_ended_is_told(staff_browser: Visitor, clock: Clock) -> None:
    theo, nora = factories.theo(), factories.nora()
    factories.invite(nora)
    clock.move(minutes=3)
    withdraw_invitation(theo, factories.dana())
    email_addresses.change(nora.emails[0], "other@example.com", factories.dana())
    assert under_way(menu(staff_browser, theo)) == "Last invite: withdrawn today, 9:45 AM by Dana Whitfield"
    assert under_way(menu(staff_browser, nora)) == "Last invite: ended today, 9:45 AM: the default email changed"
    assert main_button(menu(staff_browser, nora)) == "Send portal invite"


def test_the_notice_asked_for_in_the_address_is_one_of_ours_or_none(staff_browser: Visitor) -> None:
    nora = factories.nora()
    for done in ("hacked", "invited"):
        html = staff_browser.get(f"/staff/clients/{nora.public_id}?done={done}").text
        assert "hacked" not in html and "on its way" not in words(by_id(html, "menu-notice"))
