"""Email history: newest first, and a button where the newest of a kind should go out again."""

from collections.abc import Callable

import pytest
from lxml.html import HtmlElement

from portal.credentials import portal_access
from portal.database import writing
from portal.extensions import db
from portal.models import Client, OutgoingMail
from portal.models.event import SYSTEM, record
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.page import by_id, tree, words
from tests.support.post import newest, rounds, rows
from tests.support.smtp import Receiver
from tests.support.visitor import Visitor

REFUSED = "550 5.1.1 no such user"


def mails(browser: Visitor, client: Client) -> list[HtmlElement]:
    page = tree(browser.get(f"/staff/clients/{client.public_id}/mail").text)
    (found,) = [part for part in page.iter("ul") if "rows" in (part.get("class") or "").split()]
    return list(found)


def button(row: HtmlElement) -> str | None:
    return next((words(part) for part in row.iter("button")), None)


def _reset_for_rosa() -> Client:
    rosa = factories.rosa()
    factories.send_reset(rosa)
    return rosa


@pytest.mark.parametrize(
    ("make", "label", "notice"),
    [
        (factories.theo, "Resend portal invite", "Invite on its way to theo@example.com."),
        (_reset_for_rosa, "Send password reset", "Password reset on its way to rosa.delgado@example.com."),
    ],
)
def test_only_the_newest_mail_that_was_refused_has_a_button_and_it_sends_again(
    staff_browser: Visitor, clock: Clock, post_office: Receiver, make: Callable[[], Client], label: str, notice: str
) -> None:
    post_office.rcpt_replies += [REFUSED, REFUSED]
    client = make()
    rounds()
    clock.move(minutes=2)
    (factories.send_reset if client.account else factories.invite)(client)
    rounds()
    found = mails(staff_browser, client)
    assert [button(row) for row in found] == [label, None]
    assert "today, 9:44 AM · Not delivered: no such mailbox What the mail server said" in words(found[0])
    clock.move(minutes=2)
    form = next(found[0].iter("form"))
    response = staff_browser.post(form.get("action") or "")
    page = staff_browser.get(response.headers["Location"].partition("#")[0]).text
    assert words(by_id(page, "menu-notice")).startswith(notice)
    assert (len(rows()), newest().state) == (3, "waiting")
    assert [button(row) for row in mails(staff_browser, client)] == [None, None, None]


def test_a_mail_that_arrived_has_no_button(staff_browser: Visitor, post_office: Receiver) -> None:
    theo = factories.theo()
    rounds()
    (row,) = mails(staff_browser, theo)
    assert button(row) is None
    assert words(row).startswith(f"Invitation to {cast.THEO.email} today, 9:42 AM · Sent What the mail server said 250")


def test_what_was_done_before_a_flood_is_reached_with_next_and_left_with_previous(staff_browser: Visitor) -> None:
    rosa = factories.rosa()
    portal_access.set_access(rosa, False, factories.dana())
    with writing():
        for _ in range(120):
            record("reset_asked", SYSTEM, client_id=rosa.id, outcome="a flood", result="refused")
    address: str | None = f"/staff/clients/{rosa.public_id}/history"
    pages = 0
    while address and "Portal access turned off" not in (page := staff_browser.get(address).text):
        address, pages = _link(page, "Next"), pages + 1
    assert address is not None and pages == 2
    assert "Portal access turned off" not in staff_browser.get(_link(page, "Previous") or "").text


def _link(page: str, label: str) -> str | None:
    return next((link.get("href") for link in tree(page).iter("a") if words(link) == label), None)


def test_an_older_page_of_mails_has_the_buttons_of_the_newest_only(
    staff_browser: Visitor, post_office: Receiver
) -> None:
    post_office.rcpt_replies += [REFUSED]
    theo = factories.theo()
    rounds()
    for number in range(55):
        db.session.add(
            OutgoingMail(kind="invitation", client_id=theo.id, address=f"n{number}@example.com", state="sent",
                         message_id=f"<{number}@x.test>", created_at=theo.created_at, next_try_at=theo.created_at)
        )  # fmt: skip
    db.session.commit()
    first = staff_browser.get(f"/staff/clients/{theo.public_id}/mail").text
    older = staff_browser.get(_link(first, "Next") or "").text
    assert cast.THEO.email in older and "Resend portal invite" not in older
