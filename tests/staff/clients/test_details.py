"""What a client has filled in, as staff read it."""

import pytest
from flask import Flask

from portal.intake import answers
from portal.models import Client
from tests.support import details, factories, page
from tests.support.stepping import ANSWERS, own, put_on_file
from tests.support.visitor import Visitor


def shown(visitor: Visitor, client: Client) -> str:
    return visitor.get(f"/staff/clients/{client.public_id}/details").text


@pytest.fixture
def rosa(app: Flask) -> Client:
    return factories.rosa()


def test_the_profile_leads_to_it_and_it_back_also_before_anything_was_filled_in(
    staff_browser: Visitor, rosa: Client
) -> None:
    profile = f"/staff/clients/{rosa.public_id}"
    found = {page.words(link): link.get("href") for link in page.tree(staff_browser.get(profile).text).iter("a")}
    assert found["What the client filled in"] == f"{profile}/details"
    html = shown(staff_browser, rosa)
    assert "The client has not filled in anything yet." in html
    assert page.words(next(page.tree(html).iter("h1"))) == "What the client filled in"
    back = {page.words(link): link.get("href") for link in page.tree(html).iter("a")}
    assert back["Rosa Delgado"] == profile


def test_it_tells_all_that_was_filled_in(staff_browser: Visitor, rosa: Client) -> None:
    second = {"phone_2": "(212) 555-0177", "phone_2_kind": "work"}
    answers.answer(rosa, "details", details.values(**second), own(rosa))
    html = shown(staff_browser, rosa)
    assert "Filled in by the client today" in page.words(page.tree(html))
    assert page.facts(html, "content") == {
        "Preferred name": "Rosalinda",
        "Pronouns": "she/her",
        "Phone": "(212) 555-0123, home, a message may be left",
        "Second phone": "(212) 555-0177, work, don't leave a message",
        "May be reached by": "Phone call, text message",
        "Address": "12 Elm Street, 4B, Springfield, NY 10001",
        "Emergency contact": "Carlos Delgado, brother, (212) 555-0188",
    }


def test_what_was_left_out_is_named_as_such(staff_browser: Visitor, rosa: Client) -> None:
    nothing = dict.fromkeys((*details.LONGEST, "contact_phone"), None)
    answers.answer(rosa, "details", details.values(**nothing), own(rosa))
    found = page.facts(shown(staff_browser, rosa), "content")
    assert {label for label, text in found.items() if text == "Not given"} == {
        "Preferred name", "Pronouns", "Address", "Emergency contact",
    }  # fmt: skip


@pytest.mark.usefixtures("pets")
def test_another_step_shows_there_by_itself_also_when_nobody_answered_it_here(
    staff_browser: Visitor, rosa: Client
) -> None:
    put_on_file(rosa)
    html = shown(staff_browser, rosa)
    assert page.facts(html, "content") == {"Name of your pet": ANSWERS["answer"]}
    assert page.headings(html) == ["Client's pets"] and "Filled in by the client" not in html
