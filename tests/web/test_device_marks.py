"""A browser that an account has used before: no stranger who knows the username shuts it out."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.authentication import sign_in_counters
from portal.authentication.audiences import CLIENT
from portal.config import Settings
from portal.extensions import db
from portal.limits import attempts
from portal.models import Link
from tests.conftest import Clock
from tests.support import cast, factories, sessions
from tests.support import links as mailed
from tests.support.database import contents
from tests.support.sessions import PLACES, is_in, with_cookie
from tests.support.visitor import Visitor

WRONG = "a wrong guess of many words"
REALMS = ["client", "staff"]


def try_password(browser: Visitor, realm: str, password: str, username: str = "") -> TestResponse:
    username = username or {"client": "rosie.d", "staff": "dana.w"}[realm]
    return browser.post(PLACES[realm][2], {"username": username, "password": password})


def own(app: Flask, realm: str, ip: str = "127.0.0.1") -> Visitor:
    """A browser that its owner has signed in with, and out of again."""
    sessions.credential(realm)
    browser = Visitor(app, ip=ip)
    assert try_password(browser, realm, cast.PASSWORD).status_code == 303
    browser.post(PLACES[realm][3])
    return browser


def knock(app: Flask, realm: str, times: int, ip: str = "203.0.113.5", username: str = "") -> int:
    """Wrong passwords of a stranger; the last answer."""
    stranger = Visitor(app, ip=ip)
    return [try_password(stranger, realm, WRONG, username).status_code for _ in range(times)][-1]


@pytest.mark.parametrize("realm", REALMS)
def test_a_stranger_who_knocks_after_each_wait_does_not_shut_a_known_browser_out(
    realm: str, app: Flask, clock: Clock
) -> None:
    owner = own(app, realm)
    assert knock(app, realm, 6) == 429
    assert try_password(Visitor(app), realm, cast.PASSWORD).status_code == 429  # a browser that was never used
    for minutes in (1, 2, 4, 8, 15, 15):
        clock.move(minutes=minutes)
        knock(app, realm, 1)
        assert try_password(owner, realm, cast.PASSWORD).status_code == 303
        owner.post(PLACES[realm][3])


def test_a_known_browser_is_not_shut_out_for_what_others_mistype_in_the_same_network(app: Flask, clock: Clock) -> None:
    owner = own(app, "client", ip="203.0.113.5")
    for number in range(30):
        knock(app, "client", 1, username=f"nobody{number}")
    assert try_password(Visitor(app, ip="203.0.113.5"), "client", cast.PASSWORD).status_code == 429
    assert try_password(owner, "client", cast.PASSWORD).status_code == 303


def test_a_known_browser_has_five_tries_of_its_own(app: Flask, clock: Clock) -> None:
    owner = own(app, "client")
    assert [try_password(owner, "client", WRONG).status_code for _ in range(6)] == [422] * 5 + [429]
    assert try_password(owner, "client", cast.PASSWORD).status_code == 429
    assert try_password(Visitor(app), "client", cast.PASSWORD).status_code == 303


def one_hundred(clock: Clock, mark: str | None = None) -> None:
    """Wrong passwords for Rosa, each after its wait and from another network."""
    db.session.rollback()
    for number in range(100):
        attempts.count(*sign_in_counters.counters(CLIENT, "rosie.d", f"10.0.{number}.1", mark))
        clock.move(minutes=16)


@pytest.mark.parametrize("is_its_own", [False, True])
def test_one_hundred_wrong_passwords_stop_a_known_browser_only_where_they_were_its_own(
    app: Flask, clock: Clock, is_its_own: bool
) -> None:
    owner = own(app, "client")
    one_hundred(clock, owner.cookie("device") if is_its_own else None)
    assert try_password(Visitor(app), "client", cast.PASSWORD).status_code == 429 or is_its_own
    assert try_password(owner, "client", cast.PASSWORD).status_code == (429 if is_its_own else 303)


def test_the_mark_of_one_account_is_none_of_another(app: Flask, clock: Clock) -> None:
    owner = own(app, "client")
    factories.make_client(cast.INES, registered=True)
    knock(app, "client", 5, username="ines.b")
    assert try_password(owner, "client", cast.PASSWORD, "ines.b").status_code == 429


def test_two_clients_who_share_a_phone_are_known_by_one_cookie(app: Flask, clock: Clock) -> None:
    phone = own(app, "client")
    factories.make_client(cast.INES, registered=True)
    mark = phone.cookie("device")
    assert try_password(phone, "client", cast.PASSWORD, "ines.b").status_code == 303
    phone.post("/sign-out")
    assert phone.cookie("device") == mark
    for username in ("rosie.d", "ines.b"):
        knock(app, "client", 5, username=username)
        assert try_password(phone, "client", cast.PASSWORD, username).status_code == 303
        phone.post("/sign-out")


@pytest.mark.parametrize("realm", REALMS)
def test_signing_out_everywhere_makes_every_browser_unknown_and_nobody_elses(
    realm: str, app: Flask, clock: Clock
) -> None:
    here, there = own(app, realm), own(app, realm)
    other = own(app, "client" if realm == "staff" else "staff")
    try_password(here, realm, cast.PASSWORD)
    here.post(PLACES[realm][4])
    knock(app, realm, 5)
    assert [try_password(browser, realm, cast.PASSWORD).status_code for browser in (here, there)] == [429, 429]
    realm = "client" if realm == "staff" else "staff"
    knock(app, realm, 5)
    assert try_password(other, realm, cast.PASSWORD).status_code == 303


@pytest.mark.parametrize(("send", "username", "password"), [
    (lambda: factories.invite(factories.nora()), "chosen.name", mailed.PASSWORD),
    (lambda: factories.send_reset(factories.rosa()), "rosie.d", mailed.NEW_PASSWORD),
])  # fmt: skip
def test_a_registration_and_a_completed_reset_make_their_browser_known_and_an_opened_link_does_not(
    app: Flask, visitor: Visitor, clock: Clock, send: Callable[[], Link], username: str, password: str
) -> None:
    link = send()
    mailed.confirm(visitor, link)
    assert visitor.cookie("device") is None
    assert mailed.spend(visitor, link).status_code == 303
    visitor.post("/sign-out")
    knock(app, "client", 5, username=username)
    assert try_password(visitor, "client", password, username).status_code == 303


@pytest.mark.parametrize("realm", REALMS)
def test_a_wrong_password_sets_no_mark_and_the_mark_opens_nothing(realm: str, app: Flask) -> None:
    sessions.credential(realm)
    browser = Visitor(app)
    try_password(browser, realm, WRONG)
    assert browser.cookie("device") is None
    mark = own(app, realm).cookie("device")
    assert not any(is_in(with_cookie(app, name, mark), realm) for name in ("device", realm))


def test_the_database_holds_the_mark_of_nobody_and_not_who_shares_a_browser(app: Flask, settings: Settings) -> None:
    phone = own(app, "client")
    factories.make_client(cast.INES, registered=True)
    try_password(phone, "client", cast.PASSWORD, "ines.b")
    mark = phone.cookie("device")
    assert mark and mark not in str(contents(settings))
    hashes = [row[0] for row in db.session.execute(db.text("SELECT mark_hash FROM device_mark"))]
    assert len(set(hashes)) == 2


@pytest.mark.filterwarnings("ignore:The .* cookie is too large")
@pytest.mark.parametrize("given", ["", "A" * 21, "A" * 5000, "é" * 22, "A" * 21 + " "])
def test_what_is_no_mark_is_replaced_by_one(given: str, app: Flask) -> None:
    factories.rosa()
    browser = with_cookie(app, "device", given)
    assert try_password(browser, "client", cast.PASSWORD).status_code == 303
    assert browser.cookie("device") not in (None, given)


@pytest.mark.parametrize(("realm", "page", "fields"), [
    ("staff", "/staff/profile", {"name": "Dana Wells", "email": "dana@new.example", "username": "dana.w"}),
    ("client", "/account", sessions.FORM),
])  # fmt: skip
def test_a_known_browser_confirms_with_the_password_while_strangers_knock(
    app: Flask, clock: Clock, realm: str, page: str, fields: dict[str, str]
) -> None:
    owner = own(app, realm)
    try_password(owner, realm, cast.PASSWORD)
    knock(app, realm, 5)
    assert owner.post(page, fields | {"current": cast.PASSWORD}).status_code == 303
