"""Adding a client, and sending the invite with it."""

import re

import pytest
from lxml.html import HtmlElement
from sqlalchemy import select

from portal.extensions import db
from portal.models import Client, OutgoingMail
from tests.support import providers, quotas
from tests.support.links import kinds_since, last_event
from tests.support.page import by_id, tree, words
from tests.support.visitor import Visitor

NEW = "/staff/clients/new"
UNA = {"first_name": "Una", "last_name": "Park", "birth_date": "1990-04-05", "email": "una@example.com", "provider": ""}
SEND = {"send_invite": "1"}


@pytest.fixture(autouse=True)
def _mail_server(mail_server_is_set: None) -> None:
    """So that an invite is on its way."""


def form(browser: Visitor, **changes: str) -> dict[str, str]:
    """What a page that was just opened would send."""
    found = re.search(r'name="once" [^>]*value="([^"]+)"', browser.get(NEW).text)
    assert found
    return UNA | {"once": found[1]} | changes


def clients() -> list[Client]:
    db.session.rollback()
    return list(db.session.scalars(select(Client)))


def mails() -> int:
    db.session.rollback()
    return db.session.query(OutgoingMail).count()


def buttons(html: str) -> list[str]:
    return [words(button) for button in by_id(html, "content").iter("button")]


def test_it_adds_the_client_sends_the_invite_and_leads_to_the_profile_with_the_answer(staff_browser: Visitor) -> None:
    assert buttons(staff_browser.get(NEW).text) == ["Save client", "Save and send invite"]
    before = last_event()
    answer = staff_browser.post(NEW, form(staff_browser) | SEND)
    (una,) = clients()
    assert answer.status_code == 303 and answer.location.startswith(f"/staff/clients/{una.public_id}?")
    assert kinds_since(before) == ["client_added", "email_added", "invitation_sent"]
    notice = words(by_id(staff_browser.get(answer.location).text, "menu-notice"))
    assert notice.startswith("Invite on its way to una@example.com.")


def test_without_an_email_nothing_is_saved_and_all_that_is_wrong_is_said_at_once(staff_browser: Visitor) -> None:
    answer = staff_browser.post(NEW, form(staff_browser, email=" ", first_name="") | SEND)
    html = answer.text
    assert (answer.status_code, clients()) == (422, [])
    assert words(by_id(html, "email-error")) == "Enter the email address that the invite goes to."
    assert {element.get("id") for element in tree(html).iter("p") if element.get("class") == "error"} == {
        "first_name-error", "email-error",
    }  # fmt: skip


@pytest.mark.parametrize("changes", [{}, {"birth_date": ""}], ids=["with a birth date", "without"])
def test_a_double_press_adds_one_client_and_sends_one_mail(staff_browser: Visitor, changes: dict[str, str]) -> None:
    fields = form(staff_browser, **changes) | SEND
    first, second = staff_browser.post(NEW, fields), staff_browser.post(NEW, fields)
    assert (len(clients()), mails()) == (1, 1)
    assert (second.status_code, second.location) == (303, first.location)


@pytest.mark.parametrize("changes", [{"first_name": "Uwe"}, {"email": "u@example.com"}])
def test_going_back_and_saving_somebody_else_loses_nobody(staff_browser: Visitor, changes: dict[str, str]) -> None:
    fields = form(staff_browser, birth_date="")
    staff_browser.post(NEW, fields)
    staff_browser.post(NEW, fields | changes)
    assert len(clients()) == 2


def test_saved_first_and_sent_by_going_back_it_is_one_client_with_an_invite(staff_browser: Visitor) -> None:
    fields = form(staff_browser)
    staff_browser.post(NEW, fields)
    assert (len(clients()), mails()) == (1, 0)
    assert staff_browser.post(NEW, fields | SEND).status_code == 303
    assert (len(clients()), mails()) == (1, 1)


@pytest.mark.parametrize("once", ["mine", "é" * 22])
def test_an_id_that_no_form_of_ours_brings_is_not_taken(staff_browser: Visitor, once: str) -> None:
    assert staff_browser.post(NEW, UNA | {"once": once}).status_code == 303
    assert clients()[0].public_id != once


@pytest.mark.parametrize(("pressed", "mailed"), [({}, 0), (SEND, 1)], ids=["Save client", "Save and send invite"])
def test_save_anyway_keeps_the_choice_to_send(staff_browser: Visitor, pressed: dict[str, str], mailed: int) -> None:
    staff_browser.post(NEW, form(staff_browser))
    warned = staff_browser.post(NEW, form(staff_browser) | pressed)
    assert warned.status_code == 422 and buttons(warned.text)[:2] == ["Save client", "Save anyway"]
    button = next(one for one in tree(warned.text).iter("button") if words(one) == "Save anyway")
    fields = form(staff_browser) | {str(button.get("name")): str(button.get("value"))}
    assert staff_browser.post(NEW, fields).status_code == 303
    assert staff_browser.post(NEW, fields).status_code == 303  # a double press
    assert (len(clients()), mails()) == (2, mailed)


def test_where_no_mail_may_go_now_the_client_is_there_and_the_profile_says_why(staff_browser: Visitor) -> None:
    quotas.spend_of_staff(30)
    answer = staff_browser.post(NEW, form(staff_browser) | SEND)
    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)
    assert "You have sent 30 mails within an hour." in words(by_id(answer.text, "menu-notice"))
    assert words(next(tree(answer.text).iter("h1"))) == "Una Park"


def test_the_only_one_who_sees_clients_is_chosen_already(staff_browser: Visitor) -> None:
    assert chosen_provider(staff_browser) == "Dana Whitfield"
    html = staff_browser.post(NEW, form(staff_browser, first_name="")).text
    assert words(selected(html)) == "No provider", "as was chosen in this form"
    providers.make_provider()
    assert chosen_provider(staff_browser) == "No provider"


def chosen_provider(browser: Visitor) -> str:
    return words(selected(browser.get(NEW).text))


def selected(html: str) -> HtmlElement:
    options = list(by_id(html, "provider").iter("option"))
    return next((option for option in options if option.get("selected") is not None), options[0])
