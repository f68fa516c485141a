"""Adding a client and changing the details: how somebody wants to be written to."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal import config
from portal.extensions import db
from portal.models import Client
from tests.support.links import kinds_since, last_event
from tests.support.page import by_id, facts, tree, words
from tests.support.visitor import Visitor

NORA = {"first_name": "Nora", "last_name": "Lindqvist", "provider": ""}
LABEL = "Keep the practice's name out of mail"


def added(browser: Visitor, **fields: str) -> Client:
    assert browser.post("/staff/clients/new", NORA | fields).status_code == 303
    db.session.rollback()
    return db.session.scalars(select(Client)).one()


def test_a_client_is_mailed_with_the_practices_name_in_a_language_not_known_unless_somebody_says_otherwise(
    staff_browser: Visitor,
) -> None:
    client = added(staff_browser)
    assert (client.keeps_name_out, client.language) == (False, None)
    page = staff_browser.get(f"/staff/clients/{client.public_id}").text
    assert facts(page, "details")["Language"] == "Not known yet"


def test_both_are_chosen_before_the_first_mail_told_and_taken_back(staff_browser: Visitor) -> None:
    client = added(staff_browser, keeps_name_out="y", language="es")
    assert (client.keeps_name_out, client.language) == (True, "es")
    address = f"/staff/clients/{client.public_id}"
    found = facts(staff_browser.get(address).text, "details")
    assert (found["Practice's name"], found["Language"]) == ("Kept out of mail", "Español")
    assert by_id(staff_browser.get(f"{address}/edit").text, "keeps_name_out").get("checked") is not None
    staff_browser.post(f"{address}/edit", NORA | {"language": ""})
    db.session.rollback()
    assert (client.keeps_name_out, client.language) == (False, None)


@pytest.mark.parametrize(("sender", "said"), [
    ("no-reply@maple.example", "The sender's domain, maple.example, still shows."),
    ("no-reply@127.0.0.1", "The sender's domain still shows."), ("no-reply@[::1]", "The sender's domain still shows."),
    ("no-reply@localhost", "The sender's domain still shows."),
])  # fmt: skip
def test_the_help_says_that_the_senders_domain_still_shows(staff_browser: Visitor, sender: str, said: str) -> None:
    config.use(replace(config.current(), mail_from=sender))
    html = staff_browser.get("/staff/clients/new").text
    box = by_id(html, "keeps_name_out")
    assert LABEL in [words(label) for label in tree(html).iter("label") if label.get("for") == box.get("id")]
    assert said in words(by_id(html, box.get("aria-describedby")))
    assert "127.0.0.1" not in words(tree(html))


def test_staff_choose_a_language_by_its_own_name_and_no_other_is_taken(staff_browser: Visitor) -> None:
    choice = by_id(staff_browser.get("/staff/clients/new").text, "language")
    offered = {option.get("value"): words(option) for option in choice.iter("option")}
    assert offered == {"": "Not known yet: the client's browser decides", "en": "English", "es": "Español"}
    assert staff_browser.post("/staff/clients/new", NORA | {"language": "fr"}).status_code == 422
    assert db.session.scalars(select(Client)).all() == []


def test_history_names_both_once(staff_browser: Visitor) -> None:
    client = added(staff_browser)
    before = last_event()
    address = f"/staff/clients/{client.public_id}"
    staff_browser.post(f"{address}/edit", NORA | {"language": "es", "keeps_name_out": "y"})
    assert kinds_since(before) == ["client_changed"]
    assert "Details changed: language, keep the practice" in staff_browser.get(f"{address}/history").text
