"""Error pages: whoever is signed in keeps menu and language, and a way on that is theirs."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.config import Settings
from portal.extensions import db
from tests.support.page import tree, words
from tests.support.visitor import Visitor


def menu(page: str) -> list[str]:
    return [words(link) for nav in tree(page).iter("nav") for link in nav.iter("a")]


def ways_on(page: str) -> dict[str, str]:
    return {words(link): link.get("href") or "" for link in next(tree(page).iter("main")).iter("a")}


def test_staff_keep_their_menu_and_are_led_to_clients(staff_browser: Visitor) -> None:
    for address in ("/no-such-page", "/staff/no-such-page", "/staff/clients/nobody"):
        answer = staff_browser.get(address, headers={"Accept-Language": "es"})
        assert answer.status_code == 404 and '<html lang="en">' in answer.text
        assert "Clients" in menu(answer.text)
        assert ways_on(answer.text) == {"Go to Clients": "/staff"}


def test_staff_can_sign_out_on_the_page_of_an_address_that_nobody_has(staff_browser: Visitor) -> None:
    found = re.search(r'name="csrf_token" value="([^"]+)"', staff_browser.get("/no-such-page").text)
    assert found
    assert staff_browser.post("/staff/sign-out", token=found[1]).status_code == 303


def test_clients_keep_their_menu(client_browser: Visitor) -> None:
    answer = client_browser.get("/no-such-page")
    assert answer.status_code == 404 and "Account" in menu(answer.text)
    assert ways_on(answer.text) == {"Go to the first page": "/"}


def test_who_is_not_signed_in_finds_no_menu_at_an_address_of_the_staff(visitor: Visitor) -> None:
    answer = visitor.get("/staff/no-such-page")
    assert (answer.status_code, menu(answer.text)) == (404, [])
    assert ways_on(answer.text) == {"Go to the first page": "/staff"}


def test_clients_read_it_in_the_other_language_at_a_press(visitor: Visitor) -> None:
    page = visitor.get("/no-such-page").text
    fields = {field.get("name"): field.get("value") or "" for field in tree(page).iter("input")}
    answer = visitor.post("/language", {"language": "es", "next": fields["next"]}, token=fields["csrf_token"])
    assert answer.location == "/no-such-page"
    assert "Esta página no existe" in visitor.get(answer.location).text


@pytest.fixture
def _no_database(settings: Settings, client_browser: Visitor) -> Iterator[None]:
    """Its file is away while a client is signed in, and comes back for whoever tidies up."""
    assert settings.database_url.startswith("sqlite:///")
    file = Path(settings.database_url.removeprefix("sqlite:///"))
    away = file.with_suffix(".away")
    db.session.remove()
    db.engine.dispose()
    file.rename(away)
    yield
    db.session.remove()
    db.engine.dispose()
    away.replace(file)


@pytest.mark.usefixtures("_no_database")
def test_without_a_database_each_page_says_that_something_went_wrong(client_browser: Visitor) -> None:
    client_browser.set_cookie("staff", "1.x")
    for page in ("/sign-in", "/staff/clients", "/home", "/"):
        answer = client_browser.get(page)
        assert answer.status_code == 500 and "Number of the error:" in answer.text
        assert [words(one) for one in tree(answer.text).iter("h1")] == ["Something went wrong"]
    assert client_browser.get("/static/js/all.0123456789ab.js").status_code == 404, "a file asks no database"
