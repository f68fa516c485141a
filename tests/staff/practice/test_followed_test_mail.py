"""A test mail is followed until the mail server has taken it, or has said why not."""

import pytest
from flask import Flask

from portal import heartbeat
from portal.mail.hold import set_hold
from portal.models import OutgoingMail
from tests.conftest import Clock
from tests.staff.practice.test_practice_mail import TESTS, notice
from tests.support import factories
from tests.support.page import by_id, words
from tests.support.post import newest, rounds
from tests.support.smtp import Receiver
from tests.support.staff_room import as_role
from tests.support.visitor import Visitor


@pytest.fixture
def sent(post_office: Receiver, staff_browser: Visitor) -> OutgoingMail:
    """Dana has pressed the button just now."""
    staff_browser.fragment(TESTS)
    return newest()


def part(browser: Visitor) -> str:
    return browser.get(f"{TESTS}/{newest().public_id}").text


def asks_again(html: str) -> bool:
    return by_id(html, "test-mail").get("hx-trigger") == "every 2s"


def test_it_is_looked_for_again_until_the_mail_server_took_it(staff_browser: Visitor, sent: OutgoingMail) -> None:
    assert asks_again(part(staff_browser))
    rounds()
    assert notice(part(staff_browser)).startswith("Sent: the mail server took it.")
    assert not asks_again(part(staff_browser))


@pytest.mark.parametrize(
    ("stage", "reply", "told"),
    [
        ("MAIL", "553 5.7.1 Sender address rejected",
         "Not sent yet: the mail server did not take the sender's address. Set PORTAL_MAIL_FROM to an address that "
         "this user may send from. Next try at 9:43 AM."),
        ("RCPT", "550 5.1.1 no such user", "Not delivered: no such mailbox."),
    ],
)  # fmt: skip
def test_a_failure_is_told_in_plain_words_with_the_whole_conversation_behind_it(
    staff_browser: Visitor, smtp: Receiver, sent: OutgoingMail, stage: str, reply: str, told: str
) -> None:
    (smtp.rcpt_replies if stage == "RCPT" else smtp.script.setdefault(stage, [])).append(reply)
    rounds()
    html = part(staff_browser)
    assert (notice(html), asks_again(html)) == (told, False)
    (details,) = by_id(html, "test-mail").iter("details")
    assert words(next(details.iter("summary"))) == "What the mail server said"
    said = "".join(next(details.iter("code")).itertext())
    assert "> MAIL FROM:<no-reply@127.0.0.1>" in said and f"< {reply}" in said


def test_while_all_mail_is_held_or_no_worker_runs_nobody_waits_for_it(
    staff_browser: Visitor, sent: OutgoingMail, clock: Clock
) -> None:
    clock.move(minutes=2)
    assert notice(part(staff_browser)) == "The mail worker is not running, so the test mail waits."
    assert not asks_again(part(staff_browser))
    heartbeat.beat()
    set_hold(True, factories.dana())
    assert notice(part(staff_browser)) == "All mail is held, so the test mail waits until it is released."
    assert not asks_again(part(staff_browser))


def test_only_who_sent_it_can_follow_it_and_only_a_test_mail(
    app: Flask, staff_browser: Visitor, sent: OutgoingMail
) -> None:
    sam = as_role(app, "manager")
    assert sam.get(f"{TESTS}/{sent.public_id}").status_code == 404
    assert staff_browser.get(f"{TESTS.replace('invitation', 'password_reset')}/{sent.public_id}").status_code == 404
    factories.theo()
    assert staff_browser.get(f"{TESTS}/{newest().public_id}").status_code == 404


def test_without_javascript_the_page_tells_how_it_stands(staff_browser: Visitor, sent: OutgoingMail) -> None:
    rounds()
    page = staff_browser.get("/staff/practice/mail", query_string={"kind": "invitation", "sent": sent.public_id}).text
    assert notice(page).startswith("Sent: the mail server took it.")
    assert notice(staff_browser.get("/staff/practice/mail?sent=invented").text) == ""
