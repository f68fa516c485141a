"""Home, and what surrounds each page of a client who is signed in."""

import pytest
from flask import Flask

from tests.support import cast, details, page
from tests.support.choices import choose
from tests.support.visitor import Visitor

# and the entry of the menu that is marked there
SIGNED_IN = {"/home": ["Home"], "/account": ["Account"], "/guide": [], "/details": ["Details"], "/steps/details": []}
SIGNED_OUT = ("/sign-in", "/forgot-password", "/guide")


def test_it_greets_by_the_preferred_name_and_tells_the_username(client_browser: Visitor) -> None:
    shown = page.words(page.tree(client_browser.get("/home").text))
    assert "Hello, Rosie. You are signed in as rosie.d." in shown


def test_with_nothing_to_do_it_says_so(client_browser: Visitor) -> None:
    assert "There is nothing to do just now." in client_browser.get("/home").text
    choose(task_details=True)
    assert "There is nothing to do just now." not in client_browser.get("/home").text


def test_what_is_open_comes_first_then_the_tasks_then_the_guide(client_browser: Visitor) -> None:
    choose(step_details="optional", task_details=True)
    assert page.headings(client_browser.get("/home").text) == ["Still to do", "Details", "Help"]
    client_browser.post("/steps/details", details.LEAST)
    assert page.headings(client_browser.get("/home").text) == ["Details", "Help"]


@pytest.mark.usefixtures("pets")
def test_of_two_open_steps_the_required_one_comes_first(app: Flask, client_browser: Visitor) -> None:
    choose(step_details="optional", step_pets="required")
    rows = [page.words(row) for row in page.tree(client_browser.get("/home").text).iter("strong")]
    assert rows.index("Your pets") < rows.index("Your details")


def test_every_page_has_menu_sign_out_name_and_phone(client_browser: Visitor) -> None:
    choose(step_details="required", task_details=True)
    for address, current in SIGNED_IN.items():
        html = client_browser.get(address).text
        tree = page.tree(html)
        entries = [link for menu in tree.iter("nav") for link in menu.iter("a")]
        assert [page.words(link) for link in entries] == ["Home", "Details", "Account"]
        assert [page.words(link) for link in entries if link.get("aria-current")] == current
        assert "Sign out" in [page.words(button) for button in tree.iter("button")]
        assert cast.PRACTICE in html and cast.PHONE in html


def test_whoever_is_signed_out_has_no_menu_but_name_and_phone(visitor: Visitor) -> None:
    for address in SIGNED_OUT:
        html = visitor.get(address).text
        assert "<nav" not in html and "Sign out</button>" not in html
        assert cast.PRACTICE in html and cast.PHONE in html
