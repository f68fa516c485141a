"""Forms: accepted only from our own pages, with the secret of this browser, audience and person, each field once."""

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portal import config
from tests.support import addresses, cast, factories, links, routes, sessions
from tests.support.database import contents
from tests.support.visitor import Visitor, audience_of

FOREIGN = [
    {"Origin": "https://evil.test"}, {"Origin": "null"}, {"Origin": ""}, {"Origin": "http://127.0.0.1:8001"},
    {"Origin": "https://127.0.0.1:8000"}, {"Origin": "http://127.0.0.1:8000.evil.test"},
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
]  # fmt: skip
HTTPS = {"PORTAL_PUBLIC_URL": "https://portal.test", "PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_SECURITY": "none"}
Send = Callable[[Visitor, str, dict[str, str]], TestResponse]


def answers(the: addresses.World, rules: list[Rule], send: Send) -> dict[str, int]:
    """What each form answers to being sent like this, filled in well; whatever it is, nothing may change."""
    browsers = routes.Browsers(the)
    known = {rule.endpoint: browsers.browser_for(rule) for rule in rules}
    for rule in rules:
        known[rule.endpoint].csrf_token(routes.realm(rule))
    before, found = contents(config.current()), {}
    for rule in rules:
        answer = send(known[rule.endpoint], the.address(rule.endpoint), the.fields(rule.endpoint))
        found[rule.endpoint] = answer.status_code
    assert contents(config.current()) == before
    return found


def _twice(visitor: Visitor, address: str, fields: dict[str, str]) -> TestResponse:
    token = visitor.csrf_token(audience_of(address))
    return visitor.post(address, fields | {"csrf_token": [token, token]}, token=None)


def _with_the_secret_of_the_other_audience(visitor: Visitor, address: str, fields: dict[str, str]) -> TestResponse:
    other = "client" if audience_of(address) == "staff" else "staff"
    return visitor.post(address, fields, token=visitor.csrf_token(other))


@lru_cache(maxsize=2)
def _of_another_browser(app: Flask, audience: str) -> str:
    return Visitor(app).csrf_token(audience)


def _with_the_secret_of_another_browser(visitor: Visitor, address: str, fields: dict[str, str]) -> TestResponse:
    return visitor.post(address, fields, token=_of_another_browser(visitor.http.application, audience_of(address)))


REFUSED: dict[str, tuple[int, Send]] = {
    "without its secret": (400, lambda visitor, *form: visitor.post(*form, token=None)),
    "without its secret, by htmx": (400, lambda visitor, *form: visitor.fragment(*form, token=None)),
    "with the secret of the other audience": (400, _with_the_secret_of_the_other_audience),
    "with the secret of another browser": (400, _with_the_secret_of_another_browser),
    "from another site": (403, lambda visitor, *form: visitor.post(*form, headers=FOREIGN[0])),
    "with a field that comes twice": (400, _twice),
    "with a control character": (400, lambda visitor, path, fields: visitor.post(path, fields | {"any": "a\x00b"})),
    "with a file that nobody asked for": (400, lambda visitor, path, fields: visitor.post(
        path, fields | {"unasked": (BytesIO(b"text"), "text.txt")})),
}  # fmt: skip


@pytest.mark.parametrize("how", REFUSED)
def test_no_form_is_taken(the: addresses.World, how: str) -> None:
    status, send = REFUSED[how]
    forms = [rule for rule in routes.rules(the.app, "POST") if rule.endpoint != routes.SETUP]
    assert answers(the, forms, send) == {rule.endpoint: status for rule in forms}


def test_a_form_that_was_made_for_another_person_saves_nothing(the: addresses.World) -> None:
    forms = routes.of_people(the.app, "POST")
    names, stale = {}, {}
    known = routes.Browsers(the)
    for rule in forms:
        audience = routes.realm(rule)
        if audience not in names:
            stale[audience] = known.browser_for(rule).csrf_token(audience)
            names[audience] = sessions.put_another_person_in(known.browser_for(rule), audience)
    before, found = contents(config.current()), {}
    for rule in forms:
        audience = routes.realm(rule)
        address, fields = the.address(rule.endpoint), the.fields(rule.endpoint)
        answer = known.browser_for(rule).post(address, fields, token=stale[audience])
        sentence = f"You are signed in as {names[audience]} now. Nothing was saved."
        found[rule.endpoint] = (answer.status_code, sentence in answer.text)
    assert found == dict.fromkeys(found, (422, True))
    assert contents(config.current()) == before


def test_nor_does_one_that_htmx_sends(the: addresses.World) -> None:
    visitor, address, fields = the.owner(), the.address("staff.profile"), the.fields("staff.profile")
    token = visitor.csrf_token("staff")
    sessions.put_another_person_in(visitor, "staff")
    before = contents(config.current())
    for how in ({"headers": {"X-CSRFToken": token}, "token": None}, {"token": token}):
        assert visitor.fragment(address, fields, **how).status_code == 422
    assert contents(config.current()) == before


def test_the_secret_of_a_page_for_nobody_is_not_one_for_who_is_signed_in(the: addresses.World) -> None:
    def send(visitor: Visitor, address: str, fields: dict[str, str]) -> TestResponse:
        signed_out = sessions.with_cookie(the.app, "session", visitor.cookie("session") or "")
        token = signed_out.csrf_token(audience_of(address))
        visitor.set_cookie("session", signed_out.cookie("session") or "")
        return visitor.post(address, fields, token=token)

    forms = routes.of_people(the.app, "POST")
    assert answers(the, forms, send) == {rule.endpoint: 400 for rule in forms}


def test_nothing_that_is_not_the_secret_is_taken_for_it(the: addresses.World) -> None:
    visitor, address, fields = the.owner(), the.address("staff.new_client"), the.fields("staff.new_client")
    right = visitor.csrf_token("staff")
    before = contents(config.current())
    for wrong in ("", " ", "x" * 91, right[:-1], right + "x", right.swapcase(), "\u0660", "."):
        assert visitor.post(address, fields | {"csrf_token": wrong}, token=None).status_code == 400
        header = {"X-CSRFToken": wrong}
        assert visitor.fragment(address, fields, token=None, headers=header).status_code == 400
    assert contents(config.current()) == before


def test_no_other_site_is_taken_for_ours_and_no_field_may_come_twice(the: addresses.World) -> None:
    visitor, address, fields = the.owner(), the.address("staff.new_client"), the.fields("staff.new_client")
    for headers in FOREIGN:
        assert visitor.post(address, fields, headers=headers).status_code == 403
    for name, value in fields.items():
        assert visitor.post(address, fields | {name: [value, value]}).status_code == 400


@pytest.mark.parametrize("realm", sessions.PLACES)
def test_two_tabs_at_the_sign_in_page_both_go_where_they_were_to(visitor: Visitor, realm: str) -> None:
    page, _, sign_in, *_ = sessions.PLACES[realm]
    fields = {"username": sessions.credential(realm).username, "password": cast.PASSWORD}
    token = visitor.csrf_token(realm)
    for _tab in range(2):
        response = visitor.post(f"{sign_in}?next={page}", fields, token=token)
        assert (response.status_code, response.location) == (303, page)


def test_signing_in_and_out_as_staff_leaves_a_test_invite_in_the_same_browser_of_use(visitor: Visitor) -> None:
    link = factories.invite(factories.nora())
    links.confirm(visitor, link)
    token = visitor.csrf_token("client")
    visitor.post("/staff/sign-in", {"username": "dana.w", "password": cast.PASSWORD})
    visitor.post("/staff/sign-out")
    response = visitor.post("/register", links.account_form(link, "nora.l"), token=token)
    assert (response.status_code, links.accounts()) == (303, 1)


@pytest.mark.parametrize("realm", sessions.PLACES)
def test_a_form_stays_of_use_to_the_same_person_over_signing_out_and_in(app: Flask, realm: str) -> None:
    _, _, sign_in, sign_out, *_, devices = sessions.PLACES[realm]
    visitor = sessions.with_cookie(app, realm, factories.sign_in(sessions.credential(realm)))
    token = visitor.csrf_token(realm)
    visitor.post(sign_out)
    visitor.post(sign_in, {"username": sessions.credential(realm).username, "password": cast.PASSWORD})
    assert visitor.post(devices, sessions.FORM, token=token).status_code == 303


# the Origin has been judged already
@pytest.mark.parametrize("environment", [HTTPS])
def test_a_form_needs_no_referer_on_https(app: Flask, environment: dict[str, str]) -> None:
    for headers in ({}, {"Origin": "https://portal.test"}, {"Referer": "https://other.test/"}):
        visitor = Visitor(app, base="https://portal.test")
        fields = {"username": "dana.w", "password": cast.PASSWORD}
        assert visitor.post("/staff/sign-in", fields, headers=headers).status_code == 303


def test_the_secret_may_come_in_the_header_that_htmx_sends(staff_browser: Visitor) -> None:
    header = {"X-CSRFToken": staff_browser.csrf_token()}
    address = f"/staff/clients/{factories.nora().public_id}/invitations"
    response = staff_browser.fragment(address, token=None, headers=header)
    assert response.status_code == 200 and "nora@example.com" in response.text


# case 82
@pytest.mark.parametrize(("who", "form", "sign_in", "sign_out"), [
    ("owner", "staff.edit_client", "/staff/sign-in", "/staff/sign-out"),
    ("client", "client.account", "/sign-in", "/sign-out"),
])  # fmt: skip
def test_a_form_posted_after_signing_out_says_that_nothing_was_saved(
    the: addresses.World, who: str, form: str, sign_in: str, sign_out: str
) -> None:
    visitor: Visitor = getattr(the, who)()
    stale = visitor.csrf_token()
    visitor.post(sign_out)
    before = contents(config.current())
    response = visitor.post(the.address(form), the.fields(form), token=stale)
    assert response.status_code == 401 and contents(config.current()) == before
    assert "nothing was saved" in response.text.lower() and f'href="{sign_in}"' in response.text
    assert addresses.NEW_PASSWORD not in response.text and "Traceback" not in response.text
