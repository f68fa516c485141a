"""In which language a page comes: what was chosen, what is on file, what the browser asks for, English."""

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.database import writing
from portal.extensions import db
from portal.models import Client, Link
from portal.web.languages import LINKS
from tests.support import factories
from tests.support.links import confirm, create_account, open_link, page_of
from tests.support.visitor import Visitor

SPANISH = "es-US,es;q=0.9,en;q=0.8"


def language_of(visitor: Visitor, address: str) -> str:
    """As the page says it, which is as the header says it."""
    answer = visitor.get(address)
    found = re.search(r'<html lang="(\w+)"', answer.text)
    assert found and answer.headers["Content-Language"] == found[1]
    assert {"accept-language", "cookie"} <= set(answer.vary.as_set())
    return found[1]


def keep(client: Client, language: str | None) -> None:
    with writing():
        client.language = language


GUESSES = [("es-US,es;q=0.9,en;q=0.8", "es"), ("ES-419", "es"), ("fr,es;q=0.5,en;q=0.4", "es"),
     ("en-US,en;q=0.9,es;q=0.8", "en"), ("", "en"), ("*", "en"), ("es;q=0", "en"), ("es;;q=x,\"", "en"),
     ("fr-FR,fr;q=0.9,es-ES;q=0.8,en;q=0.7", "es"), ("es_MX, en;q=0.1", "es"),
     ("ES-419-x-private, *;q=0.5", "es"), ("en-GB;q=0.7, es-AR;q=0.8", "es"), ("en;q=0.5,es;q=0.5", "en"),
     ("es;q=0.5,en;q=0.5", "es"), ("es;q=0,*", "en"), ("en;q=0,*", "es"), ("en;q=0", "es"), ("es;q=0,es-MX", "en"),
     ("en;q=0,es;q=0", "en"), ("esperanto,en;q=0.1", "en"), ("est-EE", "en"), (",;,;q=1,-,es-", "es"),
     ("es;q=2", "en"), ("es;q=nan,en;q=inf", "en"), ("\x00,es;q=\u00b2", "es"), ("fr," * 900 + "es", "es")]  # fmt: skip


def test_the_first_guess_is_what_the_browser_asks_for(visitor: Visitor) -> None:
    for asked, language in GUESSES:
        visitor.asks_for = asked
        assert language_of(visitor, "/sign-in") == language


def test_what_was_chosen_in_this_browser_comes_before_all_else(client_browser: Visitor) -> None:
    keep(rosa(), "es")
    client_browser.asks_for = SPANISH
    client_browser.set_cookie("language", "en")
    assert language_of(client_browser, "/home") == "en"


def test_what_is_on_file_of_whoever_is_signed_in_comes_before_the_browser(client_browser: Visitor) -> None:
    keep(rosa(), "es")
    client_browser.asks_for = "en"
    for address in ["/home", "/guide", "/nowhere", "/details"]:
        assert language_of(client_browser, address) == "es"


def test_a_cookie_that_names_no_language_is_as_none_and_errors_too_are_said_in_it(visitor: Visitor) -> None:
    visitor.asks_for = SPANISH
    addresses = ("/sign-in", "/nowhere", "/home/nowhere", "/sign-out", "/" + "x" * 9000)
    for value, address in zip(("fr", "", "en-US", "ES", "../es"), addresses):
        visitor.set_cookie("language", value)
        assert language_of(visitor, address) == "es"


@pytest.mark.parametrize("kind", ["invitation", "reset", "expired"])
def test_the_pages_of_a_link_speak_the_language_of_whom_it_is_for(visitor: Visitor, kind: str) -> None:
    client = {"invitation": factories.theo, "reset": factories.rosa, "expired": factories.ezra}[kind]()
    if kind == "reset":
        factories.send_reset(client)
    keep(client, "es")
    link = db.session.query(Link).filter_by(client_id=client.id).one()
    visitor.asks_for = "en"
    opened = open_link(visitor, link)
    assert ('<html lang="es">' in opened.text) == (kind == "expired")
    assert language_of(visitor, page_of(link)) == "es"
    assert language_of(visitor, "/sign-in") == "en"


def test_a_link_that_is_not_ours_tells_no_language(visitor: Visitor) -> None:
    theo = factories.theo()
    keep(theo, "es")
    link = db.session.query(Link).filter_by(client_id=theo.id).one()
    assert language_of(visitor, f"/register/{link.selector}.{'A' * 43}") == "en"


def test_every_page_with_a_link_knows_its_kind(app: Flask) -> None:
    with_link = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("client.")
                 and re.match("/(register|reset-password)", rule.rule)}  # fmt: skip
    assert set(LINKS) == with_link


def test_staff_read_english_whatever_was_chosen_and_are_offered_no_other(staff_browser: Visitor) -> None:
    staff_browser.set_cookie("language", "es")
    staff_browser.asks_for = SPANISH
    for address in ("/staff/sign-in", "/staff/clients", "/staff/nowhere", "/staff", "/staff/register/AAAA.AAAA"):
        answer = staff_browser.get(address)
        assert answer.status_code == 303 or '<html lang="en">' in answer.text
        assert "Content-Language" not in answer.headers
        assert switches(answer) == []


def test_each_page_offers_the_other_language_by_its_own_name(client_browser: Visitor) -> None:
    for address in ("/home", "/account", "/guide", "/forgot-password", "/register/AAAA.AAAA"):
        client_browser.asks_for = None
        assert switches(client_browser.get(address)) == [("es", "es", "Español")]
        client_browser.asks_for = SPANISH
        assert switches(client_browser.get(address)) == [("en", "en", "English")]


def switches(answer: TestResponse) -> list[tuple[str, str, str]]:
    button = r'<button class="button link" lang="(\w+)" name="language" value="(\w+)">(\w+)</button>'
    return re.findall(button, answer.text)


@pytest.mark.parametrize(
    ("on_file", "chosen", "asked", "kept"),
    [(None, None, SPANISH, "es"), (None, None, "", "en"), ("es", None, "en", "es"), ("es", "en", SPANISH, "en")],
)
def test_whoever_registers_goes_on_in_the_language_of_these_pages(
    visitor: Visitor, on_file: str | None, chosen: str | None, asked: str, kept: str
) -> None:
    nora = factories.nora()
    keep(nora, on_file)
    link = factories.invite(nora)
    visitor.asks_for = asked
    visitor.set_cookie("language", chosen or "")
    confirm(visitor, link)
    assert create_account(visitor, link).status_code == 303
    db.session.rollback()  # what the request has written
    assert nora.language == kept


def rosa() -> Client:
    return db.session.query(Client).filter_by(first_name="Rosa").one()
