"""What is wrong with a username names the character, and ends with the rule; wherever one is chosen."""

import pytest
from flask import Flask

from portal.web.forms import username_words
from tests.support import cast, factories
from tests.support.links import confirm, create_account
from tests.support.visitor import Visitor

RULE = "Use 3 to 64 letters, digits and . _ - @ +"
pytestmark = pytest.mark.usefixtures("app")


REFUSED = [
    ("Rosa Delgado", "No spaces. "),
    ("rosa\u00a0d", "No spaces. "),
    ("rosa!", "No “!”. "),
    ("a/b/c", "No “/”. "),
    ("rosa d!", "No spaces. No “!”. "),
    ("rosa\u00b4", "No “\u00b4”. "),
    ("½rosa", "No “½”. "),
    ("👩🏽rosa", "No “👩”. No “🏽”. "),
    ("a1\u0301b", "No “\u25cc\u0301”. "),
    ("abc\ufe0f", "No invisible characters. "),
    ("\u200cabc", "No invisible characters. "),
    ("!?#$%", "No “!”. No “?”. No “#”. "),
    ("ab", ""),
    ("", ""),
]


def test_each_wrong_character_is_named_once_before_the_rule() -> None:
    for typed, named in REFUSED:
        assert username_words.refusal(typed) == named + RULE


def test_nothing_is_said_of_one_that_is_right() -> None:
    assert username_words.refusal("rosa.d") is None


def _as_a_client(app: Flask) -> str:
    visitor, link = Visitor(app), factories.invite(factories.nora())
    confirm(visitor, link)
    return create_account(visitor, link, "Nora L").text


def _as_staff(app: Flask) -> str:
    dana = Visitor(app)
    dana.post("/staff/sign-in", {"username": cast.DANA.username or "", "password": cast.PASSWORD})
    fields = {"name": cast.DANA.name, "email": cast.DANA.email or "", "username": "Dana W", "current": cast.PASSWORD}
    return dana.post("/staff/profile", fields).text


@pytest.mark.parametrize("choose", [_as_a_client, _as_staff])
def test_clients_and_staff_read_it_alike(app: Flask, choose: object) -> None:
    assert callable(choose)
    assert f"No spaces. {RULE}" in choose(app)
