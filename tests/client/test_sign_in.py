"""Signing in as a client: what the answers tell, and what they cost."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Client, Event, SignIn
from tests.conftest import Clock
from tests.support import cast, counting, factories
from tests.support.page import without_secret
from tests.support.visitor import Visitor

WRONG = "a wrong guess of many words"
# all of one length, so that even the length of the answer can be compared
NAMES = {"unknown": "nobody1", "wrong password": "rosie.d", "disabled": "ines.br", "not registered": "theo.77"}


@pytest.fixture
def people(app: Flask) -> list[Client]:
    ines = factories.make_client(replace(cast.INES, username=NAMES["disabled"]), disabled=True)
    return [factories.rosa(), ines, factories.theo()]


def try_once(app: Flask, kind: str, number: int = 1) -> TestResponse:
    """A wrong password, from a network address that no other kind has used."""
    browser = Visitor(app, ip=f"10.{list(NAMES).index(kind)}.0.{number}")
    return browser.post("/sign-in", {"username": NAMES[kind], "password": WRONG})


def told(response: TestResponse, kind: str) -> tuple[int, list[tuple[str, str]], str]:
    """Status, headers and body, but for the typed name and the form secret."""
    body = response.text.replace(NAMES[kind], "NAME")
    return response.status_code, sorted(response.headers), without_secret(body)


@pytest.mark.parametrize("kind", NAMES)
def test_every_refused_sign_in_costs_exactly_one_hash(
    kind: str, app: Flask, people: list[Client], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = counting.count_hashes(monkeypatch)
    try_once(app, kind)
    assert hashes == ["verify"]


@pytest.mark.parametrize("kind", ["wrong password", "disabled", "not registered"])
def test_every_refused_sign_in_reads_and_writes_like_that_of_an_unknown_name(
    kind: str, app: Flask, people: list[Client], clock: Clock
) -> None:
    with counting.writes(db.engine) as for_unknown:
        unknown = told(try_once(app, "unknown"), "unknown")
    with counting.writes(db.engine) as for_kind:
        assert told(try_once(app, kind), kind) == unknown
    assert for_kind == for_unknown != []


def test_a_disabled_client_with_the_right_password_gets_no_session(app: Flask, people: list[Client]) -> None:
    browser = Visitor(app)
    response = browser.post("/sign-in", {"username": NAMES["disabled"], "password": cast.PASSWORD})
    assert response.status_code == 422
    assert f"Your portal access is turned off. Please call {cast.PHONE}." in response.text
    db.session.rollback()
    assert db.session.scalars(select(SignIn)).all() == [] and browser.cookie("client") is None
    event = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert event is not None and (event.kind, event.result) == ("sign_in_refused", "refused")
    assert "disabled" in event.fields["why"]


def test_a_page_says_until_when_to_wait(app: Flask, people: list[Client], clock: Clock) -> None:
    browser = Visitor(app)
    for _ in range(5):
        browser.post("/sign-in", {"username": "rosie.d", "password": WRONG})
    response = browser.post("/sign-in", {"username": "rosie.d", "password": cast.PASSWORD})
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    assert "Too many tries. Please wait until 9:43 AM." in response.text
    browser.asks_for = "es"
    response = browser.post("/sign-in", {"username": "rosie.d", "password": cast.PASSWORD})
    assert "Espere hasta esta hora: 9:43 a.m.<" in response.text


def test_the_wait_of_an_unknown_name_reads_like_that_of_a_client(
    app: Flask, people: list[Client], clock: Clock
) -> None:
    waits = []
    for kind in ("unknown", "wrong password"):
        for number in range(1, 6):
            try_once(app, kind, number)
        waits.append(told(try_once(app, kind, 6), kind))
    assert waits[0] == waits[1] and waits[0][0] == 429
