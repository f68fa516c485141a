"""The addresses of the tasks: there for whom they are switched on, by whoever decides."""

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Client
from tests.support import factories
from tests.support.choices import choose
from tests.support.visitor import Visitor


@pytest.mark.parametrize("is_on", [True, False])
def test_a_task_is_there_where_the_nearest_setting_switches_it_on(client_browser: Visitor, is_on: bool) -> None:
    choose(task_details=not is_on)
    choose(db.session.query(Client).one(), task_details=is_on)
    assert client_browser.get("/details").status_code == (200 if is_on else 404)
    assert client_browser.post("/details").status_code == (422 if is_on else 404)
    for address in ("/home", "/account", "/guide"):
        assert ('href="/details"' in client_browser.get(address).text) == is_on


def test_whoever_is_signed_out_is_asked_to_sign_in_whether_or_not_it_is_on(app: Flask, visitor: Visitor) -> None:
    answers = []
    for is_on in (False, True):
        choose(task_details=is_on)
        answers.append((visitor.get("/details").status_code, visitor.get("/details").location))
    assert answers == [(303, "/sign-in?next=/details")] * 2


# case 129
def test_a_task_shows_the_own_client_only(client_browser: Visitor) -> None:
    choose(task_details=True)
    ines = factories.ines()
    ines.phone = "(212) 555-0101"
    db.session.commit()
    answer = client_browser.get(f"/details?client_id={ines.public_id}&id={ines.id}")
    assert "555-0101" not in answer.text
    assert client_browser.get(f"/details/{ines.public_id}").status_code == 404


def test_a_task_that_is_off_answers_like_an_address_that_was_made_up(client_browser: Visitor) -> None:
    off, invented = client_browser.get("/details"), client_browser.get("/detailz")
    assert off.status_code == invented.status_code == 404
    assert off.text.replace("/details", "/detailz") == invented.text  # its own address, to be read in another language
