"""Shortest password: wherever one is chosen from now on, and the help on the field says so."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal import create_app
from portal.config import Settings
from portal.credentials import passwords
from portal.extensions import db
from tests.support import cast, factories
from tests.support.choices import choose
from tests.support.links import confirm
from tests.support.page import by_id, words
from tests.support.quotas import dana
from tests.support.visitor import Visitor

SHORT, ENOUGH = "seven quiet lam no", "seven quiet lam noo"  # 18 and 19 characters
SHORTEST = 19


class Form:
    """Where a password is chosen: its page, and what is sent with the password."""

    def __init__(self, browser: Visitor, page: str, **fields: str) -> None:
        self.browser, self.page, self.fields = browser, page, fields

    def send(self, password: str) -> TestResponse:
        return self.browser.post(self.page, self.fields | {"password": password, "confirm": password})


def registration(app: Flask) -> Form:
    visitor, link = Visitor(app), factories.invite(factories.nora())
    confirm(visitor, link)
    return Form(visitor, "/register", link=link.selector, username="nora.l")


def reset(app: Flask) -> Form:
    visitor, link = Visitor(app), factories.send_reset(factories.rosa())
    confirm(visitor, link)
    return Form(visitor, "/reset-password", link=link.selector)


def change(app: Flask) -> Form:
    visitor, account = Visitor(app), factories.rosa().account
    assert account is not None
    visitor.set_cookie("client", factories.sign_in(account))
    return Form(visitor, "/account", current=cast.PASSWORD)


def staff_change(app: Flask) -> Form:
    visitor = Visitor(app)
    visitor.set_cookie("staff", factories.sign_in(dana()))
    return Form(visitor, "/staff/profile/password", current=cast.PASSWORD)


def staff_reset(app: Flask) -> Form:
    visitor, text = Visitor(app), passwords.staff_link(dana())
    assert visitor.get(f"/staff/reset-password/{text}").status_code == 303
    return Form(visitor, "/staff/reset-password", link=text.partition(".")[0])


FORMS = [registration, reset, change, staff_change, staff_reset]


@pytest.mark.parametrize("make", FORMS)
def test_a_shorter_one_is_refused_with_the_length_and_one_of_that_length_is_taken(
    app: Flask, make: Callable[[Flask], Form]
) -> None:
    form = make(app)
    choose(shortest_password=SHORTEST)
    said = words(by_id(form.browser.get(form.page).text, "password-help"))
    assert said.startswith(f"At least {SHORTEST} characters")
    refused = form.send(SHORT)
    assert refused.status_code == 422 and f"Use at least {SHORTEST} characters." in refused.text
    assert form.send(ENOUGH).status_code == 303


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
