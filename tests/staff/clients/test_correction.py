"""Correct the address and send again: in place with htmx, as a page without script."""

import pytest
from flask import Flask

from portal.models import Client
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.menu import menu, sentence, status, why
from tests.support.page import buttons, by_id, tree, words
from tests.support.post import newest, rounds
from tests.support.smtp import Receiver
from tests.support.visitor import FRAGMENT, Visitor

CORRECT, SAVE = "Correct the address and send again", "Save email and send again"
RIGHT = "right@example.com"
ON_ITS_WAY = f"Invite on its way to {RIGHT}. It works until"


@pytest.fixture
def theo(post_office: Receiver) -> Client:
    """His invite was refused just now."""
    post_office.rcpt_replies.append("550 5.1.1 no such user")
    client = factories.theo()
    rounds()
    return client


def address(client: Client) -> str:
    return f"/staff/clients/{client.public_id}/correction"


def field(html: str) -> str | None:
    return by_id(html, "corrected-email").get("value")


def test_the_region_is_the_first_thing_in_the_menu_with_one_sentence_and_one_button(
    theo: Client, staff_browser: Visitor
) -> None:
    html = menu(staff_browser, theo)
    assert sentence(html) == "Not delivered to theo@example.com: no such mailbox"
    assert list(buttons(html, "why")) == [CORRECT]
    said = words(by_id(html, "client-menu"))
    assert said.startswith(sentence(html)) and said.count("Not delivered to") == 1
    assert "Resend portal invite" in buttons(html)
    details = by_id(html, "server-said")
    assert (details.tag, details.get("open")) == ("details", None)
    assert words(details) == "What the mail server said 550 5.1.1 no such user"


def test_after_the_send_the_notice_leaves_a_failure_to_the_region(theo: Client, staff_browser: Visitor) -> None:
    html = staff_browser.get(f"/staff/clients/{theo.public_id}/menu?done=invited").text
    assert (words(by_id(html, "menu-notice")), sentence(html)[:13]) == ("", "Not delivered")


@pytest.mark.parametrize("headers", [{}, FRAGMENT])
def test_the_button_opens_the_address_filled_in(theo: Client, staff_browser: Visitor, headers: dict[str, str]) -> None:
    html = staff_browser.get(address(theo), headers=headers).text
    assert (field(html), list(buttons(html, "why"))) == (cast.THEO.email, [SAVE])
    assert ("<!doctype" in html) == (not headers)


def test_saving_says_where_the_mail_goes_and_the_region_is_gone(theo: Client, staff_browser: Visitor) -> None:
    html = staff_browser.fragment(address(theo), {"email": RIGHT}).text
    notice = by_id(html, "menu-notice")
    assert words(notice).startswith(ON_ITS_WAY) and notice.get("autofocus") is not None
    assert (status(html), why(html)) == ("Invited", None)
    assert f"Default email {RIGHT}" in buttons(html, "emails")  # the card beside it is swapped too


def test_without_script_saving_leads_to_the_profile_that_says_the_same(theo: Client, staff_browser: Visitor) -> None:
    response = staff_browser.post(address(theo), {"email": RIGHT})
    html = staff_browser.get(response.headers["Location"].partition("#")[0]).text
    assert words(by_id(html, "menu-notice")).startswith(ON_ITS_WAY)
    assert newest().address == RIGHT


@pytest.mark.parametrize(
    ("typed", "code", "said", "headers"),
    [
        ("no address", 422, "This is not a complete email address", FRAGMENT),
        ("theo@example.com", 429, "Already sent at 9:42 AM. You can send again in 60 s.", {}),
    ],
)
def test_what_cannot_be_saved_is_said_in_place_and_what_was_typed_stays(
    theo: Client, staff_browser: Visitor, typed: str, code: int, said: str, headers: dict[str, str]
) -> None:
    response = staff_browser.post(address(theo), {"email": typed}, headers=headers)
    assert (response.status_code, field(response.text)) == (code, typed)
    assert said in words(by_id(response.text, "client-menu"))
    assert newest().address == cast.THEO.email


def test_where_nothing_failed_the_form_is_still_an_answer(clock: Clock, app: Flask, staff_browser: Visitor) -> None:
    milo, nora = factories.milo(), factories.nora()
    assert "Add an email address first" in staff_browser.get(address(milo)).text
    assert staff_browser.post(address(milo), {"email": RIGHT}).status_code == 422
    assert field(staff_browser.get(address(nora)).text) == cast.NORA.email


def test_a_slip_is_offered_in_the_form_and_among_the_addresses_each_with_a_button_that_works_without_script(
    theo: Client, staff_browser: Visitor
) -> None:
    staff_browser.post(address(theo), {"email": "theo@gmial.com"})  # taken as it is: never forced
    assert newest().address == "theo@gmial.com"
    html = staff_browser.get(address(theo)).text
    assert "Did you mean theo@gmail.com?" in words(by_id(html, "why"))
    assert "Did you mean theo@gmail.com?" in words(by_id(html, "emails"))
    assert "Use theo@gmail.com and send again" in buttons(html, "why")
    assert "Use theo@gmail.com" in buttons(html, "emails")
    edit = next(form for form in tree(html).iter("form") if words(form)[-18:] == "Use theo@gmail.com")
    fields = {field.get("name") or "": field.get("value") for field in edit.iter("input")}
    assert staff_browser.post(edit.get("action") or "", {"email": fields["email"]}).status_code == 303
    assert "Did you mean" not in staff_browser.get(f"/staff/clients/{theo.public_id}").text
