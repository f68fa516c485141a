"""What the client menu says of a mail, and after each act."""

from datetime import timedelta

import pytest

from portal.config_values import MailServer
from portal.extensions import db
from portal.models import Client
from portal.models.outgoing_mail import MailState
from tests.conftest import START, Clock
from tests.support import cast, factories, quotas
from tests.support.menu import menu, status, under_way
from tests.support.page import by_id, tree, words
from tests.support.post import newest, use
from tests.support.visitor import Visitor


def notice(html: str) -> str:
    return words(by_id(html, "menu-notice"))


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
    assert notice(response.text) == "Already sent at 9:42 AM. You can send again in 48 s."


def test_in_canada_a_notice_has_one_point_behind_a_time(staff_browser: Visitor, clock: Clock) -> None:
    use(SERVER)
    factories.move_practice("America/Toronto")
    nora = factories.nora()
    first, second = (staff_browser.fragment(f"/staff/clients/{nora.public_id}/invitations").text for _ in range(2))
    assert "until Wed, Nov 25, 9:42 a.m. Not there?" in words(by_id(first, "menu-notice"))
    assert words(by_id(second, "menu-notice")).startswith("Already sent at 9:42 a.m. You can")


OF_CLIENT = "5 portal invites were sent to this client within 24 hours. The next can go out tomorrow, 9:42 AM."
OF_STAFF = "You have sent 30 mails within an hour. The next can go out at 10:42 AM."
OF_PRACTICE = "The practice has sent 300 mails within 24 hours. The next can go out tomorrow, 9:42 AM."


@pytest.mark.parametrize(("limit", "sentence", "as_fragment"), [
    ("client", OF_CLIENT, False), ("staff", OF_STAFF, True), ("practice", OF_PRACTICE, False),
])  # fmt: skip
def test_the_menu_says_which_limit_and_when_it_ends(
    limit: str, sentence: str, as_fragment: bool, staff_browser: Visitor, clock: Clock
) -> None:
    nora = factories.nora()
    {"client": lambda: quotas.spend_of_client(nora), "staff": lambda: quotas.spend_of_staff(30),
     "practice": lambda: quotas.spend_of_practice(300)}[limit]()  # fmt: skip
    clock.move(minutes=1)
    before = quotas.made()
    send = staff_browser.fragment if as_fragment else staff_browser.post
    answer = send(f"/staff/clients/{nora.public_id}/invitations")
    assert (answer.status_code, notice(answer.text), quotas.made()) == (429, sentence, before)
    assert answer.text.lstrip().startswith("<!doctype") is not as_fragment
    assert answer.headers["Retry-After"] == ("3540" if limit == "staff" else "86340")


def test_nobody_is_told_to_come_back_too_early(staff_browser: Visitor, clock: Clock) -> None:
    clock.move(seconds=31)
    quotas.spend_of_staff(30)
    answer = staff_browser.fragment(f"/staff/clients/{factories.nora().public_id}/invitations")
    assert notice(answer.text).endswith("The next can go out at 10:43 AM.")


def test_a_limit_that_ends_today_is_told_so(staff_browser: Visitor, clock: Clock) -> None:
    nora = factories.nora()
    quotas.spend_of_client(nora)
    clock.move(hours=20)
    staff_browser.set_cookie("staff", factories.sign_in(quotas.dana()))
    staff_browser.tokens.clear()
    answer = staff_browser.fragment(f"/staff/clients/{nora.public_id}/invitations")
    assert notice(answer.text).endswith("The next can go out today, 9:42 AM.")


def test_the_sixth_reset_is_told_by_its_own_name(staff_browser: Visitor, clock: Clock) -> None:
    rosa = factories.rosa()
    for _ in range(5):
        factories.send_reset(rosa)
        clock.move(minutes=2)
    answer = staff_browser.fragment(f"/staff/clients/{rosa.public_id}/password-resets")
    assert notice(answer.text).startswith("5 password resets were sent to this client within 24 hours.")


def test_correcting_an_address_is_refused_whole_and_keeps_what_was_typed(staff_browser: Visitor, clock: Clock) -> None:
    nora = factories.nora()
    quotas.spend_of_client(nora)
    clock.move(minutes=1)
    answer = staff_browser.fragment(f"/staff/clients/{nora.public_id}/correction", {"email": "nora.l@example.com"})
    assert (answer.status_code, notice(answer.text)) == (429, OF_CLIENT)
    assert 'value="nora.l@example.com"' in answer.text
    assert cast.NORA.email in staff_browser.get(f"/staff/clients/{nora.public_id}").text
