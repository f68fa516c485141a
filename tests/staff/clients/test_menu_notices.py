"""What the client menu says of a mail, and after each act."""

from datetime import timedelta

import pytest

from portal.config_values import MailServer
from portal.extensions import db
from portal.models import Client
from portal.models.outgoing_mail import MailState
from tests.conftest import START, Clock
from tests.support import factories
from tests.support.menu import menu, status, under_way
from tests.support.page import by_id, tree, words
from tests.support.post import newest, use
from tests.support.visitor import Visitor

SERVER = MailServer("127.0.0.1", 25, "none")


FATES = [
    (MailState.KEPT, 0, None, "Kept here"),
    (MailState.WAITING, 0, None, "Waiting to send"),
    (MailState.SENDING, 0, None, "Waiting to send"),
    (MailState.SENT, 0, None, "Sent"),
    (MailState.WAITING, 2, "the mail server's name was not found",
     "Delayed: next try at 9:57 AM (the mail server's name was not found)"),
    (MailState.FAILED, 0, "no such mailbox", "Not delivered: no such mailbox"),
    (MailState.CANCELLED, 0, "Its link ended first.", "Not sent: Its link ended first."),
    (MailState.EXPIRED, 3, "Its time ran out before it could be sent.",
     "Not sent: Its time ran out before it could be sent."),
]  # fmt: skip


def test_the_fate_of_the_mail_is_told_by_its_name_and_looked_for_again_only_while_it_waits_for_its_first_try(
    staff_browser: Visitor,
) -> None:
    theo = factories.theo()
    for state, attempts, reason, shown in FATES:
        mail = newest()
        mail.state, mail.attempts, mail.reason = state, attempts, reason
        mail.next_try_at = START + timedelta(minutes=15)
        db.session.commit()
        html = menu(staff_browser, theo)
        said = "sent today" if state is MailState.SENT else shown[0].lower() + shown[1:]
        assert said in under_way(html)
        aside = by_id(html, "client-menu")
        polls = aside.get("hx-trigger") == "every 3s" and aside.get("hx-get") is not None
        assert polls == (shown == "Waiting to send")
        for page in ("/staff/mail", f"/staff/clients/{theo.public_id}/mail"):
            assert shown in words(tree(staff_browser.get(page).text))


INVITE_NOTICE = (
    "Invite on its way to nora@example.com. It works until Wed, Nov 25, 9:42 AM. Not there? Ask them to look in spam "
    "or trash for no-reply@127.0.0.1."
)
RESET_NOTICE = (
    "Password reset on its way to rosa.delgado@example.com. It works until Wed, Nov 25, 9:42 AM. Not there? Ask them "
    "to look in spam or trash for no-reply@127.0.0.1."
)


def _act(browser: Visitor, client: Client, what: str, *, fragment: bool, **fields: str) -> str:
    address = f"/staff/clients/{client.public_id}/{what}"
    if fragment:
        response = browser.fragment(address, fields)
    else:
        response = browser.get(browser.post(address, fields).headers["Location"].partition("#")[0])
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize("fragment", [True, False])
def test_after_a_send_the_menu_says_where_the_mail_goes_and_until_when_it_works(
    staff_browser: Visitor, fragment: bool
) -> None:
    use(SERVER)
    html = _act(staff_browser, factories.nora(), "invitations", fragment=fragment)
    notice = by_id(html, "menu-notice")
    assert (words(notice), notice.get("role"), status(html)) == (INVITE_NOTICE, "status", "Invited")
    html = _act(staff_browser, factories.rosa(), "password-resets", fragment=fragment)
    assert words(by_id(html, "menu-notice")) == RESET_NOTICE


def test_without_a_mail_server_it_says_that_nothing_was_sent_and_links_to_mail(staff_browser: Visitor) -> None:
    notice = by_id(_act(staff_browser, factories.nora(), "invitations", fragment=True), "menu-notice")
    assert words(notice) == "No mail server is set, so nothing was sent. The mail is kept under Mail."
    assert [link.get("href") for link in notice.iter("a")] == ["/staff/mail"]


@pytest.mark.parametrize("fragment", [True, False])
def test_every_other_act_says_what_it_did(staff_browser: Visitor, fragment: bool) -> None:
    theo, rosa = factories.theo(), factories.rosa()
    factories.send_reset(rosa)
    said = {
        "withdrawn": _act(staff_browser, theo, "invitations/withdrawals", fragment=fragment),
        "reset": _act(staff_browser, rosa, "password-resets/withdrawals", fragment=fragment),
        "off": _act(staff_browser, rosa, "access", fragment=fragment, enabled="0"),
        "on": _act(staff_browser, rosa, "access", fragment=fragment, enabled="1"),
    }
    notices = {name: words(by_id(html, "menu-notice")) for name, html in said.items()}
    assert notices == {
        "withdrawn": "The invite was withdrawn. Its link no longer works.",
        "reset": "The reset link was withdrawn. It no longer works.",
        "off": "Portal access is off. The client was signed out everywhere.",
        "on": "Portal access is on. The old username and password work again.",
    }


def test_a_second_click_is_told_when_the_mail_was_sent_and_programs_when_to_try_again(
    staff_browser: Visitor, clock: Clock
) -> None:
    nora = factories.nora()
    staff_browser.fragment(f"/staff/clients/{nora.public_id}/invitations")
    clock.move(seconds=12)
    response = staff_browser.fragment(f"/staff/clients/{nora.public_id}/invitations")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "48")
    assert words(by_id(response.text, "menu-notice")) == "Already sent at 9:42 AM. You can send again in 48 s."


def test_in_canada_a_notice_has_one_point_behind_a_time(staff_browser: Visitor, clock: Clock) -> None:
    use(SERVER)
    factories.move_practice("America/Toronto")
    nora = factories.nora()
    first, second = (staff_browser.fragment(f"/staff/clients/{nora.public_id}/invitations").text for _ in range(2))
    assert "until Wed, Nov 25, 9:42 a.m. Not there?" in words(by_id(first, "menu-notice"))
    assert words(by_id(second, "menu-notice")).startswith("Already sent at 9:42 a.m. You can")
