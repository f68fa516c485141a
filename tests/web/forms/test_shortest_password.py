"""Shortest password: wherever one is chosen from now on, and the help on the field says so."""

import hashlib
from dataclasses import replace

from flask import Flask

from portal import create_app
from portal.config import Settings
from portal.extensions import db
from tests.support import addresses, cast
from tests.support.choices import choose
from tests.support.database import Snapshot
from tests.support.page import by_id, words
from tests.support.visitor import Visitor

SHORT, ENOUGH = "seven quiet lam no", "seven quiet lam noo"  # 18 and 19 characters
SHORTEST = 19


FORMS = ["client.register", "client.reset_password", "client.account", "staff.profile_password",
         "staff.reset_password", "staff.register"]  # fmt: skip


def test_a_shorter_one_is_refused_with_the_length_and_one_of_that_length_is_taken(
    the: addresses.World, settings: Settings
) -> None:
    choose(shortest_password=SHORTEST)
    start = Snapshot(settings)
    for endpoint in FORMS:
        start.restore()
        browser, address, fields = the.whoever_may(endpoint), the.address(endpoint), the.fields(endpoint)
        said = words(by_id(browser.get(address).text, "password-help"))
        assert said.startswith(f"At least {SHORTEST} characters")
        refused = browser.post(address, fields | {"password": SHORT, "confirm": SHORT})
        assert refused.status_code == 422 and f"Use at least {SHORTEST} characters." in refused.text
        assert browser.post(address, fields | {"password": ENOUGH, "confirm": ENOUGH}).status_code == 303


def test_who_has_a_shorter_one_still_signs_in_with_it(app: Flask) -> None:
    choose(shortest_password=64)
    answer = Visitor(app).post("/staff/sign-in", {"username": "dana.w", "password": cast.PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/staff/clients")


def test_setting_up_asks_for_twelve(settings: Settings) -> None:
    app = create_app(replace(settings, setup_code_hash=hashlib.sha256(b"the-code").hexdigest()))
    with app.app_context():
        visitor = Visitor(app)
        visitor.get("/setup?code=the-code")
        page = visitor.get("/setup").text
        db.session.remove()
        db.engine.dispose()
    assert words(by_id(page, "password-help")).startswith("At least 12 characters")
