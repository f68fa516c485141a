"""What a form offers, the pages bear: every option of every field that offers some is chosen through its form.

Forms and options are read from the pages, and the pages from the routes, so that a new one is tried by itself.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle

import pytest
from flask import Flask

from portal import create_app
from portal.config import Settings
from portal.extensions import db
from portal.i18n import LANGUAGES
from tests.support import addresses, cast, offered, rounds, routes
from tests.support.rounds import Rounds
from tests.support.visitor import Visitor

FOUNDING = {"practice_name": "Mine", "phone": cast.PHONE, "name": "Eve Doe", "email": "eve@example.com",
            "username": "eve", "password": addresses.NEW_PASSWORD}  # fmt: skip


@pytest.fixture
def all_rounds(app: Flask, settings: Settings) -> Rounds:
    return rounds.begin(app, settings)


def test_every_option_can_be_chosen_and_every_page_bears_it(all_rounds: Rounds) -> None:
    for number, language in zip(range(all_rounds.read_offers()), cycle(LANGUAGES)):
        all_rounds.restore()
        all_rounds.send_all(number)
        all_rounds.look_around(f"with options {number}", language)
        assert rounds.write_mails()
    assert not all_rounds.surprises
    assert not all_rounds.never_taken and len(all_rounds.chosen) > 100


@pytest.fixture
def not_set_up(settings: Settings) -> Iterator[Flask]:
    app = create_app(replace(settings, setup_code_hash=hashlib.sha256(b"the-code").hexdigest()))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_a_practice_that_was_set_up_in_another_zone_opens_every_page_of_the_staff(not_set_up: Flask) -> None:
    zone = "America/Argentina/San_Juan"
    visitor = Visitor(not_set_up)
    visitor.get("/setup?code=the-code")
    page = visitor.get("/setup")
    (form,) = offered.forms(page)
    visitor.tokens["staff"] = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert form.send(visitor, {"time_zone": zone}, FOUNDING).status_code == 303
    without_page = ("staff.setup", "staff.provider_options")  # it is done, and nobody sees clients yet
    for rule in routes.of_people(not_set_up, "GET"):
        if routes.realm(rule) == "staff" and not rule.arguments and rule.endpoint not in without_page:
            assert visitor.get(rule.rule).status_code in (200, 303), rule.rule
    (own,) = (form for form in offered.forms(visitor.get("/staff/practice")) if "time_zone" in form.choices)
    assert own.filled["time_zone"] == zone and own.choices["time_zone"] == form.choices["time_zone"]
