"""Sessions: what a cookie opens, and what it does not."""

import hashlib

import pytest
from flask import Flask

from portal.config import Settings
from portal.extensions import db
from portal.models import SignIn
from tests.support import addresses, cast, factories, routes
from tests.support.database import connect, contents
from tests.support.sessions import FORM, PLACES, is_in, with_cookie
from tests.support.visitor import FRAGMENT, Visitor


@pytest.fixture
def browsers(staff_browser: Visitor, client_browser: Visitor) -> dict[str, Visitor]:
    return {"staff": staff_browser, "client": client_browser}


# case 1
@pytest.mark.parametrize("realm", PLACES)
def test_a_copied_cookie_is_worth_nothing_after_signing_out(
    app: Flask, settings: Settings, browsers: dict[str, Visitor], realm: str
) -> None:
    page, form, sign_in, sign_out, *_ = PLACES[realm]
    thief = with_cookie(app, realm, browsers[realm].cookie(realm))
    assert is_in(thief, realm)
    assert browsers[realm].post(sign_out).status_code == 303
    token = thief.csrf_token()
    before = contents(settings)
    assert not is_in(thief, realm)
    assert str(thief.get(page).location).partition("?")[0] == sign_in
    assert thief.post(form, FORM, token=token).status_code == 401
    for response in (thief.get(page, headers=FRAGMENT), thief.fragment(form, FORM, token=token)):
        assert (response.status_code, response.data) == (401, b"")
        assert response.headers["HX-Redirect"].partition("?")[0] == sign_in
    assert contents(settings) == before
    row = db.session.query(SignIn).filter(getattr(SignIn, f"{realm}_id").is_not(None)).one()
    db.session.refresh(row)
    assert row.ended_at is not None and row.ended_why == "signed_out"


# case 4
@pytest.mark.parametrize("realm", PLACES)
def test_what_was_known_before_the_sign_in_is_worth_nothing_after_it(app: Flask, realm: str) -> None:
    factories.rosa()
    victim = with_cookie(app, realm, "known-to-the-attacker")
    known_token = victim.csrf_token(realm)
    name = {"staff": cast.DANA, "client": cast.ROSA}[realm].username
    victim.post(PLACES[realm][2], {"username": name, "password": cast.PASSWORD})
    assert is_in(victim, realm)
    assert victim.cookie(realm) != "known-to-the-attacker"
    assert not is_in(with_cookie(app, realm, "known-to-the-attacker"), realm)
    assert victim.post(PLACES[realm][3], token=known_token).status_code == 400


# case 10
def test_the_cookie_of_one_audience_opens_nothing_of_the_other(the: addresses.World, settings: Settings) -> None:
    foreign = {"staff": the.client(), "client": the.owner()}
    for realm, visitor in foreign.items():
        visitor.set_cookie(realm, visitor.cookie("client" if realm == "staff" else "staff") or "")
        visitor.csrf_token(realm)
    before, wrong = contents(settings), []
    for rule in routes.of_people(the.app):
        realm, address = routes.realm(rule), the.address(rule.endpoint)
        if "GET" in (rule.methods or ()):
            wrong += [address] * (foreign[realm].get(address).location.partition("?")[0] != PLACES[realm][2])
        if "POST" in (rule.methods or ()):
            answer = foreign[realm].post(address, the.fields(rule.endpoint), token=foreign[realm].csrf_token(realm))
            wrong += [address] * (answer.status_code != 401)
    assert wrong == []
    assert contents(settings) == before


# case 11
@pytest.mark.parametrize("realm", PLACES)
def test_signing_out_of_one_audience_leaves_the_other_of_the_same_browser(
    browsers: dict[str, Visitor], realm: str
) -> None:
    other = "client" if realm == "staff" else "staff"
    both = browsers[realm]
    both.set_cookie(other, browsers[other].cookie(other) or "")
    assert is_in(both, realm) and is_in(both, other)
    both.post(PLACES[realm][3])
    assert not is_in(both, realm)
    assert is_in(both, other)


# case 12
@pytest.mark.filterwarnings("ignore:The .* cookie is too large")
@pytest.mark.parametrize("realm", PLACES)
def test_a_cookie_that_was_not_given_out_is_nobody(app: Flask, browsers: dict[str, Visitor], realm: str) -> None:
    right = browsers[realm].cookie(realm) or ""
    assert is_in(with_cookie(app, realm, right), realm)
    first, last = ("A" if char != "A" else "B" for char in (right[0], right[-1]))
    stored = hashlib.sha256(right.encode()).hexdigest()
    for wrong in (right[:-1] + last, first + right[1:], right[:-1], right + "A", "", " ", right * 190, stored,
                  right.swapcase(), "%00", "\u00e9", "1"):  # fmt: skip
        assert not is_in(with_cookie(app, realm, wrong), realm), wrong[:60]


@pytest.mark.filterwarnings("ignore:The .* cookie is too large")
def test_a_form_cookie_of_another_secret_is_started_anew(app: Flask) -> None:
    for value in ("", "x", "e30.ZZZZZZ.AAAAAAAAAAAAAAAAAAAAAAAAAAA", "." * 9000):
        visitor = with_cookie(app, "session", value)
        assert visitor.get("/sign-in").status_code == 200
        assert visitor.post("/forgot-password", {"username": "a", "email": "a@example.com"}).status_code == 200


# case 13
def test_no_cookie_stands_in_the_database_and_each_has_one_row(
    settings: Settings, browsers: dict[str, Visitor]
) -> None:
    everything = b"".join(path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file())
    everything += str(contents(settings)).encode()
    for realm, visitor in browsers.items():
        assert is_in(visitor, realm)
        value = visitor.cookie(realm) or ""
        assert len(value) == 43  # 256 bits
        assert value.encode() not in everything
        digest = hashlib.sha256(value.encode()).hexdigest()
        assert sum(digest in str(row) for row in contents(settings)["sign_in"]) == 1


# case 16
@pytest.mark.parametrize(("realm", "table"), [("staff", "staff"), ("client", "portal_account"), ("client", "client")])
def test_a_person_whose_row_is_gone_is_nobody(
    settings: Settings, browsers: dict[str, Visitor], realm: str, table: str
) -> None:
    assert is_in(browsers[realm], realm)
    connection = connect(settings)  # foreign keys are off on it, as in a hand that repairs the file
    connection.execute(f"DELETE FROM {table}")
    connection.commit()
    connection.close()
    assert not is_in(browsers[realm], realm)


KEPT_BY_FLASK_LOGIN = [{"_remember": "set"}, {"_user_id": "1", "_fresh": True}, {"_remember": "clear"}]


@pytest.mark.parametrize("realm", PLACES)
def test_no_cookie_but_its_own_no_header_and_no_form_session_signs_anybody_in_or_out(
    app: Flask, browsers: dict[str, Visitor], realm: str
) -> None:
    visitor, stranger = browsers[realm], Visitor(app)
    for number, kept in enumerate(KEPT_BY_FLASK_LOGIN):
        for name in ("remember_token", "__Host-remember_token", "_user_id"):
            visitor.set_cookie(name, ("x", "1|" + "0" * 128, "")[number])
        for browser in (visitor, stranger):
            with browser.http.session_transaction(base_url=browser.base) as session:
                session.update(kept)
        assert is_in(visitor, realm) and not is_in(stranger, realm)
    for value in ("x", "Basic eDp5", "Bearer x", ""):
        assert visitor.get(PLACES[realm][0], headers={"Authorization": value}).status_code == 200
