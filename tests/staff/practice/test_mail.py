"""Mails on the Mail screen: readable only while they are kept because no mail server is set."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.config import Settings
from portal.config_values import MailServer
from portal.credentials import link_purge
from portal.credentials.invitations import send_invitation, withdraw_invitation
from portal.database import writing
from portal.extensions import db
from portal.models import Event, Link, OutgoingMail
from portal.models.outgoing_mail import MailState
from tests.conftest import Clock
from tests.support import factories
from tests.support.database import contents
from tests.support.links import confirm, create_account
from tests.support.page import tree, words
from tests.support.post import newest, use
from tests.support.staff_room import browser_of, dana
from tests.support.visitor import Visitor

ENDED = "The link of this mail has ended, so its text is not shown."


def address(mail: OutgoingMail) -> str:
    return f"/staff/mail/{mail.public_id}/readings"


def link_of(mail: OutgoingMail) -> str:
    assert mail.link is not None
    return f"http://127.0.0.1:8000/register/{factories.text_of(mail.link)}"


def readings() -> list[Event]:
    db.session.rollback()
    return db.session.query(Event).filter_by(kind="mail_read").all()


def test_a_kept_mail_can_be_read_with_its_link_and_works(staff_browser: Visitor, visitor: Visitor) -> None:
    theo = factories.theo()
    page = staff_browser.get("/staff/mail")
    assert "Invitation to theo@example.com" in page.text
    for part in ("Kept here", "Show mail", "No mail server is set"):
        assert part in page.text
    response = staff_browser.post(address(newest()))
    assert link_of(newest()) in response.text
    assert "Set up your client portal account with Maple Street Counseling" in response.text
    link = newest().link
    assert link is not None
    confirm(visitor, link)
    assert create_account(visitor, link).status_code == 303
    assert theo.id == newest().client_id


def test_a_kept_mail_that_keeps_the_practices_name_out_is_shown_as_it_is(staff_browser: Visitor) -> None:
    nora = factories.nora()
    with writing():
        nora.keeps_name_out = True
    factories.invite(nora)
    page = tree(staff_browser.post(address(newest())).text)
    assert [words(heading) for heading in page.iter("h1")] == ["Set up your account"]
    (text,) = page.iter("pre")
    assert link_of(newest()) in words(text) and "Maple" not in words(text)


def test_each_reading_is_an_event_that_names_who_and_opening_its_address_shows_nothing(staff_browser: Visitor) -> None:
    factories.theo()
    assert staff_browser.get(address(newest())).status_code == 405
    for _ in range(2):
        staff_browser.post(address(newest()))
    first, second = readings()
    assert first.client_id == second.client_id == newest().client_id
    assert first.actor_staff is not None and first.actor_staff.name == "Dana Whitfield"
    assert first.sentence == "Kept mail to theo@example.com shown"


def test_no_other_page_and_no_row_holds_the_link(staff_browser: Visitor, settings: Settings) -> None:
    theo = factories.theo()
    secret = link_of(newest()).rpartition(".")[2]
    for page in ("/staff/mail", f"/staff/clients/{theo.public_id}/mail", f"/staff/clients/{theo.public_id}"):
        assert secret not in staff_browser.get(page).text
    assert readings() == []
    staff_browser.post(address(newest()))
    assert secret not in repr(contents(settings))


def _withdraw(mail: OutgoingMail, _: Clock) -> None:
    assert mail.client is not None
    withdraw_invitation(mail.client, factories.dana())


def _run_out(_: OutgoingMail, clock: Clock) -> None:
    clock.move(hours=48)


def _purge(mail: OutgoingMail, clock: Clock) -> None:
    """Once a newer one has taken its place."""
    assert mail.client is not None
    clock.move(minutes=2)
    send_invitation(mail.client, factories.dana())
    clock.move(days=100)
    assert link_purge.purge() == 1


@pytest.mark.parametrize("end", [_withdraw, _run_out, _purge])
def test_once_the_link_has_ended_only_the_heading_is_shown(
    app: Flask, clock: Clock, end: Callable[[OutgoingMail, Clock], None]
) -> None:
    factories.theo()
    mail = newest()
    number, link = mail.id, link_of(mail)
    end(mail, clock)
    browser = browser_of(app, dana())
    mail = db.session.get_one(OutgoingMail, number, populate_existing=True)
    response = browser.post(address(mail))
    assert response.status_code == 200
    assert ENDED in response.text
    assert link not in response.text and "/register/" not in response.text
    assert [words(h1) for h1 in tree(response.text).iter("h1")] == [
        "Set up your client portal account with Maple Street Counseling"
    ]


# case 133
def test_with_a_mail_server_set_no_mail_can_be_read(staff_browser: Visitor) -> None:
    factories.theo()
    mail = newest()
    use(MailServer("127.0.0.1", 25, "none"))
    response = staff_browser.post(address(mail))
    assert response.status_code == 404
    assert "/register/" not in response.text
    page = staff_browser.get("/staff/mail").text
    assert "Show mail" not in page and "No mail server is set" not in page
    assert readings() == []


def test_a_mail_that_was_not_kept_cannot_be_read_after_the_server_was_taken_away(staff_browser: Visitor) -> None:
    use(MailServer("127.0.0.1", 25, "none"))
    factories.theo()
    use(None)
    for state in set(MailState) - {MailState.KEPT}:
        mail = newest()
        mail.state = state
        db.session.commit()
        assert staff_browser.post(address(mail)).status_code == 404
        assert (readings(), "Show mail" in staff_browser.get("/staff/mail").text) == ([], False)


def test_more_than_fifty_mails_come_in_pages(staff_browser: Visitor) -> None:
    nora = factories.nora()
    for number in range(51):
        db.session.add(
            OutgoingMail(kind="password_changed", client_id=nora.id, address=f"n{number}@example.com", state="kept",
                         message_id=f"<{number}@x.test>", created_at=nora.created_at, next_try_at=nora.created_at)
        )  # fmt: skip
    db.session.commit()
    first = staff_browser.get("/staff/mail")
    assert "n50@example.com" in first.text and "n0@example.com" not in first.text
    older = next(link for link in tree(first.text).iter("a") if words(link) == "Next")
    second = staff_browser.get(older.get("href") or "")
    assert "n0@example.com" in second.text and "n1@example.com" not in second.text
    assert db.session.query(Link).count() == 0
