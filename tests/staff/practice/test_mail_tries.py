"""Try again now: what the menu says of a delayed mail, before and after."""

import pytest

from portal import heartbeat
from portal.database import writing
from portal.extensions import db
from portal.mail import outbox
from portal.models import Client, Practice
from tests.conftest import Clock
from tests.support import factories
from tests.support.menu import menu, sentence, under_way, why
from tests.support.page import buttons, by_id, words
from tests.support.post import newest, rounds
from tests.support.smtp import Receiver
from tests.support.visitor import Visitor

GREYLISTED = "450 4.2.0 greylisted"


@pytest.fixture
def theo(clock: Clock, post_office: Receiver) -> Client:
    """His invite was put off at 9:42 AM; now it is 9:43 AM."""
    post_office.rcpt_replies.append(GREYLISTED)
    client = factories.theo()
    rounds()
    clock.move(seconds=59)
    heartbeat.beat()
    return client


def press(browser: Visitor, client: Client) -> str:
    response = browser.fragment(f"/staff/clients/{client.public_id}/mail/tries")
    assert response.status_code == 200
    return response.text


def look(browser: Visitor, client: Client) -> str:
    """As the menu does by itself after the press."""
    return browser.get(f"/staff/clients/{client.public_id}/menu?done=again").text


def notice(html: str) -> str:
    return words(by_id(html, "menu-notice"))


def test_a_delay_is_told_with_its_reason_since_when_and_one_button(theo: Client, staff_browser: Visitor) -> None:
    html = menu(staff_browser, theo)
    assert sentence(html) == "Still waiting: the mail server asked to try again later (since 9:42 AM)"
    assert list(buttons(html, "why")) == ["Try again now"]
    assert "delayed: next try at 9:43 AM (the mail server asked to try again later)" in under_way(html)


def test_pressing_it_sends_at_once_and_the_menu_looks_until_it_is_known(
    theo: Client, staff_browser: Visitor, smtp: Receiver
) -> None:
    html = press(staff_browser, theo)
    assert (notice(html), by_id(html, "client-menu").get("hx-trigger")) == ("Trying again now.", "every 3s")
    assert by_id(html, "menu-notice").get("autofocus") is not None
    rounds()
    assert smtp.recipients == ["theo@example.com"]
    html = look(staff_browser, theo)
    assert (why(html), by_id(html, "client-menu").get("hx-trigger")) == (None, None)
    assert notice(html).startswith("Sent to theo@example.com. Not there?")


def test_a_try_without_success_is_told_once(theo: Client, staff_browser: Visitor, smtp: Receiver) -> None:
    smtp.rcpt_replies.append(GREYLISTED)
    press(staff_browser, theo)
    rounds()
    html = look(staff_browser, theo)
    assert (notice(html), sentence(html)[:13]) == ("Tried again, without success.", "Still waiting")
    assert by_id(html, "client-menu").get("hx-trigger") is None


def test_what_does_not_wait_any_more_is_not_tried_again(theo: Client, staff_browser: Visitor, clock: Clock) -> None:
    clock.move(minutes=1)
    rounds()
    response = staff_browser.fragment(f"/staff/clients/{theo.public_id}/mail/tries")
    assert (response.status_code, notice(response.text)) == (422, "This mail does not wait any more.")


def test_held_mail_is_told_as_held_without_a_button_and_without_looking_again(
    theo: Client, staff_browser: Visitor, clock: Clock
) -> None:
    with writing():
        Practice.one().mail_held_at = clock.now
    nora = factories.nora()
    html = staff_browser.fragment(f"/staff/clients/{nora.public_id}/invitations").text
    assert "made today, 9:42 AM, held, works" in under_way(html)
    assert by_id(html, "client-menu").get("hx-trigger") is None
    assert notice(html) == (
        "All mail is held, so nothing was sent yet. The mail to nora@example.com waits until it is let go."
    )
    html = menu(staff_browser, theo)
    assert "held, works" in under_way(html) and why(html) is None


def test_without_a_worker_nobody_is_told_that_it_is_tried_now(
    theo: Client, staff_browser: Visitor, clock: Clock
) -> None:
    clock.move(minutes=2)
    with writing():
        newest().next_try_at = clock.now
    assert notice(press(staff_browser, theo)) == "The mail worker is not running, so the mail waits."


def test_a_mail_whose_link_ran_out_while_all_was_held_is_not_called_held(
    theo: Client, staff_browser: Visitor, clock: Clock
) -> None:
    with writing():
        Practice.one().mail_held_at = clock.now
    link = newest().link
    assert link is not None
    link.expires_at = clock.now
    db.session.commit()
    history = words(by_id(staff_browser.get(f"/staff/clients/{theo.public_id}/mail").text, "content"))
    assert "Not sent: its link ran out first" in history and "Held" not in history


def test_while_it_is_being_tried_the_delay_is_still_told(theo: Client, staff_browser: Visitor, clock: Clock) -> None:
    clock.move(minutes=1)
    assert outbox.claim() is not None
    html = menu(staff_browser, theo)
    assert "delayed: trying now (the mail server asked to try again later)" in under_way(html)
    assert sentence(html).startswith("Still waiting")
