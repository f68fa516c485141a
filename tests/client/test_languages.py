"""Choosing a language: in this browser, and for the mails of whoever is signed in."""

from flask import Flask

from portal.extensions import db
from portal.models import Client, Event
from tests.support import factories
from tests.support.visitor import Visitor


def rosa() -> Client:
    db.session.rollback()  # what others have written since
    return db.session.query(Client).filter_by(first_name="Rosa").one()


def choices() -> list[str]:
    db.session.rollback()
    return [event.sentence for event in db.session.query(Event).filter_by(kind="language_chosen")]


def test_a_choice_is_kept_in_this_browser(app: Flask, visitor: Visitor) -> None:
    answer = visitor.post("/language", {"language": "es", "next": "/sign-in?next=/account"})
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/account")
    assert visitor.cookie("language") == "es"
    assert '<html lang="es">' in visitor.get("/sign-in").text
    assert '<html lang="en">' in Visitor(app).get("/sign-in").text
    assert choices() == []


def test_whoever_is_signed_in_is_mailed_in_it_too_and_the_record_tells(client_browser: Visitor) -> None:
    client_browser.post("/language", {"language": "es", "next": "/home"})
    assert (rosa().language, choices()) == ("es", ["Language chosen: Español"])
    client_browser.post("/language", {"language": "es", "next": "/home"})
    assert choices() == ["Language chosen: Español"]
    client_browser.post("/language", {"language": "en", "next": "/home"})
    assert (rosa().language, len(choices())) == ("en", 2)


def test_a_language_that_there_is_not_is_refused(client_browser: Visitor) -> None:
    for wanted in ({"language": "fr"}, {"language": ""}, {"language": "es-US"}, {}):
        assert client_browser.post("/language", {"next": "/home"} | wanted).status_code == 400
    assert (client_browser.cookie("language"), rosa().language) == (None, None)


def test_it_leads_to_a_page_of_clients_only(visitor: Visitor) -> None:
    for wanted in ("//evil.test", "/staff/clients", ""):
        assert visitor.post("/language", {"language": "es", "next": wanted}).location == "/"
    assert visitor.post("/language", {"language": "es", "next": "/go"}).location == "/go"


def test_on_the_page_of_a_dead_link_the_browser_knows_the_way_back_and_the_page_does_not_tell_it(
    visitor: Visitor,
) -> None:
    address = f"/register/{factories.text_of(factories.invite(factories.nora()))[:-1]}"
    assert address not in visitor.get(address).text
    answer = visitor.post("/language", {"language": "es", "next": ""}, headers={"Referer": visitor.base + address})
    assert answer.location == address


def test_the_form_comes_back_to_the_page_with_all_of_its_address(visitor: Visitor) -> None:
    assert 'name="next" value="/sign-in?next=/account&amp;lost=1"' in visitor.get("/sign-in?next=/account&lost=1").text
    assert 'name="next" value="/guide"' in visitor.get("/guide").text
