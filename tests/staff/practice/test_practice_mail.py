"""What each mail looks like, and a test mail to oneself, which is followed until the mail server has answered."""

import pytest
from flask import Flask

from portal import heartbeat
from portal.extensions import db
from portal.mail import texts
from portal.mail.hold import set_hold
from portal.models import Event, OutgoingMail
from portal.models.outgoing_mail import MailState
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.mails import html_of, link_in, text_of
from tests.support.page import by_id, headings, tree, words
from tests.support.post import newest, rounds, rows
from tests.support.smtp import Receiver
from tests.support.staff_room import as_role
from tests.support.visitor import FRAGMENT, Visitor

PAGE, SAMPLE, TESTS = "/staff/practice/mail", "/staff/practice/mail/invitation", "/staff/practice/mail/invitation/tests"
KEPT = "No mail server is set, so nothing was sent. The mail is kept under Mail."


def notice(html: str) -> str:
    """What the page says of the test mail."""
    return next(words(element) for element in by_id(html, "test-mail").iter() if element.get("role") == "status")


def test_each_kind_of_mail_has_its_link_and_the_invitation_comes_first(staff_browser: Visitor) -> None:
    html = tree(staff_browser.get(PAGE).text)
    nav = next(nav for nav in html.iter("nav") if nav.get("aria-label") == "Kind")
    assert [words(link) for link in nav.iter("a")] == list(texts.SUBJECTS.values())
    assert [words(link) for link in nav.iter("a") if link.get("aria-current")] == ["Invitation"]


@pytest.mark.parametrize("kind", ["invitation", "staff_password_changed"])
def test_the_page_shows_subject_and_text_and_frames_the_html(staff_browser: Visitor, kind: str, clock: Clock) -> None:
    html = staff_browser.get(PAGE, query_string={"kind": kind}).text
    page, written = tree(html), texts.sample(kind)
    assert headings(html) == ["Health", "Settings", written.subject]
    assert ["".join(pre.itertext()) for pre in page.iter("pre")] == [written.text]
    (frame,) = page.iter("iframe")
    assert (frame.get("sandbox"), frame.get("title")) == ("", written.subject)
    assert staff_browser.get(frame.get("src") or "").text == written.html


def test_a_kind_that_does_not_exist_is_not_found(staff_browser: Visitor) -> None:
    for page in (f"{PAGE}?kind=birthday", f"{PAGE}/birthday"):
        assert staff_browser.get(page).status_code == 404
    assert staff_browser.post(f"{PAGE}/birthday/tests").status_code == 404
    assert rows() == []


def test_a_sample_shows_nobody_and_its_link_opens_nothing(staff_browser: Visitor, visitor: Visitor) -> None:
    factories.theo()
    factories.send_reset(factories.rosa())
    for kind in texts.SUBJECTS:
        html = staff_browser.get(f"{PAGE}/{kind}").text
        assert "Hello Robin," in html
        for word in ("Rosie", "Rosa", "Theo", "Dana", "@"):
            assert word not in html.replace("@media", "")
        link = next((a.get("href") for a in tree(html).iter("a")), None)
        assert (link is None) == (kind in ("password_changed", "email_changed", "staff_password_changed"))
        if link and kind in texts.WITH_LINK:
            assert link.endswith("/example") and visitor.get(link.removeprefix(visitor.base)).status_code == 404


def test_a_test_mail_arrives_at_whoever_asked_for_it_and_equals_the_preview(
    staff_browser: Visitor, post_office: Receiver, clock: Clock
) -> None:
    staff_browser.fragment(TESTS)
    rounds()
    (message,) = post_office.messages
    sample = texts.sample("invitation")
    assert post_office.recipients == ["dana@maple.example"]
    assert message["Subject"] == "Test: Set up your client portal account with Maple Street Counseling"
    assert (text_of(message), html_of(message)) == (sample.text, sample.html)
    assert link_in(message) == "http://127.0.0.1:8000/register/example"
    assert newest().state == MailState.SENT


def test_it_is_an_event_that_says_who_and_which(staff_browser: Visitor, post_office: Receiver) -> None:
    response = staff_browser.fragment(TESTS)
    assert notice(response.text).startswith("Test mail on its way to dana@maple.example.")
    assert "HX-Request" in response.vary
    db.session.rollback()
    event = db.session.query(Event).filter_by(kind="test_mail_sent").one()
    assert event.sentence == "Test mail for dana@maple.example: invitation"
    assert event.actor_staff is not None and event.actor_staff.name == cast.DANA.name


def test_without_a_mail_server_the_page_says_that_it_is_kept(staff_browser: Visitor) -> None:
    response = staff_browser.post(TESTS)
    assert response.status_code == 303
    assert notice(staff_browser.get(response.location.partition("#")[0]).text) == KEPT
    assert newest().state == MailState.KEPT


@pytest.mark.parametrize(("headers", "h1"), [(FRAGMENT, []), ({}, ["Practice"])])
def test_a_second_test_mail_within_a_minute_is_refused_with_the_time_left(
    app: Flask, staff_browser: Visitor, clock: Clock, headers: dict[str, str], h1: list[str]
) -> None:
    staff_browser.post(TESTS)
    clock.move(seconds=12)
    response = staff_browser.post(TESTS, headers=headers)
    assert (response.status_code, len(rows())) == (429, 1)
    assert notice(response.text) == "Already sent at 9:42 AM. You can send again in 48 s."
    assert [words(heading) for heading in tree(response.text).iter("h1")] == h1
    assert staff_browser.fragment(f"{PAGE}/password_reset/tests").status_code == 200, "another kind need not wait"
    assert as_role(app, "manager").fragment(TESTS).status_code == 200, "nor need another person"
    clock.move(seconds=48)
    assert staff_browser.fragment(TESTS).status_code == 200


def test_a_kept_test_mail_is_named_as_one_and_its_owner_can_read_it(staff_browser: Visitor) -> None:
    staff_browser.fragment(TESTS)
    assert "Test mail (invitation) to dana@maple.example" in staff_browser.get("/staff/mail").text
    text = staff_browser.post(f"/staff/mail/{newest().public_id}/readings").text
    assert words(next(tree(text).iter("h1"))).startswith("Test: Set up your client portal account")
    assert "/register/example" in text


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
