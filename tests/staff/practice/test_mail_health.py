"""Practice → Mail: settings, health, and the hold on all mail."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from portal import heartbeat
from portal.config_values import MailServer
from portal.extensions import db
from portal.mail.hold import set_hold
from portal.mail.troubles import Trouble
from portal.models import Event, Practice
from tests.conftest import Clock
from tests.staff.practice.test_practice_mail import PAGE
from tests.support import cast, factories
from tests.support.live import desk, prepared
from tests.support.page import buttons, by_id, facts, tree, words
from tests.support.post import rounds, states, use
from tests.support.smtp import Receiver
from tests.support.staff_room import as_role
from tests.support.troubles import troubled, waiting
from tests.support.visitor import Visitor

HEALTH, HOLD = f"{PAGE}/health", f"{PAGE}-hold"
NO_WORKER = "The mail worker is not running, so no mail leaves."


def told(browser: Visitor) -> str:
    panel = by_id(browser.get(HEALTH).text, "mail-health")
    return words(next(element for element in panel.iter() if element.get("role") == "status"))


def asks_again(browser: Visitor) -> bool:
    return by_id(browser.get(HEALTH).text, "mail-health").get("hx-trigger") == "every 3s"


def test_the_settings_are_shown_but_never_the_password(staff_browser: Visitor, app: Flask) -> None:
    use(MailServer("mail.example.com", 587, "starttls", "portal@example.com", "swordfish"))
    page = staff_browser.get(PAGE).text
    heading = next(e for e in tree(page).iter("section") if e.get("aria-labelledby") == "mail-settings-heading")
    terms = dict(zip(map(words, heading.iter("dt")), map(words, heading.iter("dd"))))
    assert terms == {
        "Server": "mail.example.com", "Port": "587", "Security": "STARTTLS", "Username": "portal@example.com",
        "Password": "set", "Sender": "no-reply@127.0.0.1", "Reply-to": "none",
    }  # fmt: skip
    assert "swordfish" not in page


def test_without_a_mail_server_settings_and_health_say_so(staff_browser: Visitor) -> None:
    heartbeat.beat()
    assert "none: mails are kept here and not sent" in staff_browser.get(PAGE).text
    assert told(staff_browser) == "No mail server is set, so mails are kept here and not sent."
    assert "Hold all mail" not in staff_browser.get(HEALTH).text


def test_the_panel_looks_again_only_while_a_mail_waits_and_then_all_is_well(
    post_office: Receiver, staff_browser: Visitor
) -> None:
    assert not asks_again(staff_browser)
    factories.theo()
    assert (asks_again(staff_browser), told(staff_browser)) == (True, "1 mail waits to be sent.")
    rounds()
    assert (asks_again(staff_browser), told(staff_browser)) == (False, "All is well: no mail waits.")
    assert facts(staff_browser.get(HEALTH).text, "mail-health") == {
        "Mail worker": "running", "Waiting": "none", "Last sent": "today, 9:42 AM",
    }  # fmt: skip


def test_a_trouble_of_our_own_is_told_in_plain_words_and_since_when(
    post_office: Receiver, staff_browser: Visitor, clock: Clock
) -> None:
    troubled()
    clock.move(seconds=30)
    assert told(staff_browser).startswith(
        "The mail server did not take username and password, since today, 9:42 AM. "
        "Check PORTAL_MAIL_USERNAME and PORTAL_MAIL_PASSWORD. What waits is tried again"
    )
    assert facts(staff_browser.get(HEALTH).text, "mail-health")["Waiting"] == "1, the oldest since today, 9:42 AM"


def test_a_trouble_of_our_own_says_what_to_do_and_what_the_mail_server_said(
    post_office: Receiver, staff_browser: Visitor
) -> None:
    post_office.rcpt_replies.append("554 5.7.1 <theo@example.com>: Relay access denied")
    factories.theo()
    rounds()
    assert told(staff_browser) == (
        f"1 mail was not delivered: {Trouble.POLICY.sentence}. {Trouble.POLICY.advice} Then send it again."
    )
    panel = by_id(staff_browser.get(HEALTH).text, "mail-health")
    assert words(next(panel.iter("code"))) == "554 5.7.1 <theo@example.com>: Relay access denied"


def test_a_worker_that_does_not_run_is_told(post_office: Receiver, staff_browser: Visitor, clock: Clock) -> None:
    clock.move(minutes=2)
    assert told(staff_browser).startswith(NO_WORKER)
    found = facts(staff_browser.get(HEALTH).text, "mail-health")
    assert found["Mail worker"] == "not running, last seen today, 9:42 AM"


def test_while_all_mail_is_held_none_leaves_and_after_the_release_all_does(
    post_office: Receiver, staff_browser: Visitor
) -> None:
    response = staff_browser.fragment(HOLD, {"held": "1"})
    assert list(buttons(response.text, "mail-health")) == ["Release all mail"]
    waiting(factories.make_client(cast.THEO)), waiting(factories.make_client(cast.NORA))
    rounds()
    assert (post_office.messages, states()) == ([], ["waiting", "waiting"])
    assert told(staff_browser).startswith("All mail is held since today, 9:42 AM.")
    assert not asks_again(staff_browser)
    response = staff_browser.fragment(HOLD, {"held": "0"})
    assert list(buttons(response.text, "mail-health")) == ["Hold all mail"]
    rounds()
    assert sorted(post_office.recipients) == [cast.NORA.email, cast.THEO.email]


def test_each_is_an_event_with_how_many_waited_and_pressing_twice_changes_nothing_more(
    post_office: Receiver, staff_browser: Visitor
) -> None:
    for held in ("1", "1"):
        assert staff_browser.fragment(HOLD, {"held": held}).status_code == 200
    waiting(factories.make_client(cast.THEO))
    for held in ("0", "0"):
        assert staff_browser.fragment(HOLD, {"held": held}).status_code == 200
    db.session.rollback()
    events = db.session.query(Event).filter(Event.kind.in_(("mail_held", "mail_released"))).order_by(Event.id).all()
    assert [(event.sentence, event.actor_staff.name) for event in events if event.actor_staff] == [
        ("All mail held", cast.DANA.name), ("All mail released, 1 waiting", cast.DANA.name),
    ]  # fmt: skip


def test_without_a_wanted_state_nothing_is_held(staff_browser: Visitor) -> None:
    for fields in ({}, {"held": "yes"}):
        assert staff_browser.fragment(HOLD, fields).status_code == 400
    db.session.rollback()
    assert Practice.one().mail_held_at is None


@pytest.mark.usefixtures("mail_server_is_set")
@pytest.mark.parametrize("role", ["owner", "manager"])
def test_only_owners_are_offered_to_hold_mail(app: Flask, role: str) -> None:
    assert ("Hold all mail" in as_role(app, role).get(HEALTH).text) == (role == "owner")


@pytest.mark.parametrize(("role", "who"), [("owner", "you release it"), ("staff", "an owner releases it")])
def test_the_list_of_mails_says_that_they_are_held(app: Flask, role: str, who: str) -> None:
    browser = as_role(app, role)
    assert "All mail is held" not in browser.get("/staff/mail").text
    set_hold(True, factories.dana())
    assert f"It waits here until {who}" in words(tree(browser.get("/staff/mail").text))


@pytest.mark.browser
def test_a_mail_has_its_own_look_and_waits_from_the_hold_to_the_release_as_the_owner_sees_it(
    browser: Browser, smtp: Receiver, tmp_path: Path
) -> None:
    with (
        prepared(tmp_path / "live", lambda: None, smtp.port) as (server, cookie),
        desk(browser, server, cookie) as page,
    ):
        page.goto(PAGE)
        link = page.frame_locator("iframe").get_by_role("link", name="Create username and password")
        cell = link.locator("xpath=..")
        assert cell.evaluate("cell => getComputedStyle(cell).backgroundColor") == "rgb(29, 91, 201)"
        health = page.get_by_role("region", name="Health")
        health.get_by_role("button", name="Hold all mail").click()
        release = health.get_by_role("button", name="Release all mail")
        expect(release).to_be_focused()
        page.get_by_role("button", name="Send a test mail").click()
        expect(page.get_by_text("All mail is held, so the test mail waits until it is released.")).to_be_visible()
        page.reload()
        expect(health).to_contain_text("1, the oldest since today")
        assert smtp.messages == []
        release.click()
        expect(health).to_contain_text("All is well: no mail waits.")  # by itself, once it has left
        assert smtp.recipients == ["dana@maple.example"]
        page.get_by_role("link", name="Password reset", exact=True).click()
        button = page.get_by_role("button", name="Send a test mail")
        button.click()
        expect(page.get_by_text("Sent: the mail server took it.")).to_be_visible()
        expect(button).to_be_focused()
        button.click()
        expect(page.get_by_text("You can send again in")).to_be_visible()
