"""No answer holds a password or a date of birth that was typed."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.support import cast, factories, links
from tests.support.visitor import Visitor

TYPED, AGAIN = "typed quite in vain 1", "typed quite in vain 2"
NEW = {"password": TYPED, "confirm": AGAIN}


def sign_in(app: Flask, address: str, username: str) -> TestResponse:
    return Visitor(app).post(address, {"username": username, "password": TYPED})


def sign_in_with_a_wait(app: Flask) -> TestResponse:
    factories.rosa()
    for _ in range(5):
        sign_in(app, "/sign-in", "rosie.d")
    return sign_in(app, "/sign-in", "rosie.d")


def registration(app: Flask) -> TestResponse:
    visitor, link = Visitor(app), factories.invite(factories.nora())
    links.confirm(visitor, link)
    return visitor.post("/register", {"link": link.selector, "username": "n", **NEW})


def reset(app: Flask) -> TestResponse:
    visitor, link = Visitor(app), factories.send_reset(factories.rosa())
    links.confirm(visitor, link)
    return links.save_password(visitor, link, TYPED, AGAIN)


def dead_reset(app: Flask) -> TestResponse:
    rosa = factories.rosa()
    visitor, link = Visitor(app), factories.send_reset(rosa)
    links.confirm(visitor, link)
    links.save_password(visitor, link)
    return links.save_password(visitor, link, TYPED)


def change(app: Flask, kind: str) -> TestResponse:
    visitor = Visitor(app)
    person = factories.rosa().account if kind == "client" else factories.make_sam()
    assert person is not None
    visitor.set_cookie(kind, factories.sign_in(person))
    return visitor.post("/account" if kind == "client" else "/staff/profile/password", {"current": TYPED, **NEW})


def profile(app: Flask) -> TestResponse:
    visitor = Visitor(app)
    visitor.set_cookie("staff", factories.sign_in(factories.make_sam()))
    fields = {"name": "Sam Okafor", "email": "new@maple.example", "username": "sam.o", "current": TYPED}
    return visitor.post("/staff/profile", fields)


def without_form_secret(app: Flask) -> TestResponse:
    return Visitor(app).post("/sign-in", {"username": "rosie.d", "password": TYPED}, token=None)


FORMS: dict[str, Callable[[Flask], TestResponse]] = {
    "sign-in": lambda app: sign_in(app, "/sign-in", "nobody"),
    "sign-in without a name": lambda app: sign_in(app, "/sign-in", ""),
    "sign-in during a wait": sign_in_with_a_wait,
    "staff sign-in": lambda app: sign_in(app, "/staff/sign-in", "dana.w"),
    "registration": registration,
    "reset": reset,
    "reset with a dead link": dead_reset,
    "change by a client": lambda app: change(app, "client"),
    "change by staff": lambda app: change(app, "staff"),
    "profile": profile,
    "old form": without_form_secret,
}


@pytest.mark.parametrize("form", FORMS)
def test_a_refused_form_does_not_send_the_password_back(form: str, app: Flask) -> None:
    response = FORMS[form](app)
    assert response.status_code >= 400
    assert "typed quite in vain" not in response.text


@pytest.mark.parametrize("form", ["registration", "reset"])
def test_a_wrong_date_of_birth_is_not_sent_back(form: str, app: Flask) -> None:
    visitor = Visitor(app)
    link = factories.invite(factories.nora()) if form == "registration" else factories.send_reset(factories.rosa())
    links.open_link(visitor, link)
    response = links.answer(visitor, link, cast.EZRA.birth_date)  # type: ignore[arg-type]
    assert response.status_code == 422
    assert not [value for value in ("1966", "2000", 'value="5"', 'value="1"') if value in response.text]
