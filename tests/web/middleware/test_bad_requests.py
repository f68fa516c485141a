"""Bad requests: addresses, bodies, cookies and headers that no page of ours makes."""

from urllib.parse import quote

import pytest
from flask import Flask

from portal.config import Settings
from tests.support import addresses, cast, factories, routes
from tests.support.bad_values import BAD
from tests.support.cast import Person
from tests.support.database import contents
from tests.support.page import tree, words
from tests.support.visitor import FRAGMENT, Visitor

# where a list goes on; tests/web/test_bad_input.py tries texts of all kinds in the address of every page
QUERIES = ["/staff/clients?after=", "/staff/activity?before=", "/staff/mail?before="]
KEYS = ["", "1.", "1", "x.y", "99999999999999999999.a", "-1.a", "1." + "z" * 5000, "1.\x00"]
FINE = {200, 204, 303, 400, 403, 404, 410, 414, 422, 429}


def test_a_bad_key_of_a_list_is_answered_and_changes_nothing(the: addresses.World, settings: Settings) -> None:
    owner = the.owner()
    assert owner.get("/staff/clients").status_code == 200
    before = contents(settings)
    for number, key in enumerate(KEYS * len(QUERIES)):
        address = QUERIES[number // len(KEYS)] + quote(key)
        response = owner.get(address, headers=FRAGMENT if number % 2 else {})
        assert response.status_code in FINE, (address[:60], response.status_code)
    assert contents(settings) == before


def test_a_bad_address_is_not_found(app: Flask) -> None:
    for page in ("/register/", "/static/", "/"):
        for number, value in enumerate(BAD.values()):
            visitor = Visitor(app, ip=f"192.0.2.{number}")
            response = visitor.get(page + quote(value, safe=""))
            assert response.status_code in {404, 405, 414} or not value.strip(), (value[:60], response.status_code)
            assert response.status_code < 500


METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY", "CONNECT", "BREW")


def test_other_methods_are_refused_everywhere_and_change_nothing(the: addresses.World, settings: Settings) -> None:
    browsers = {"staff": the.owner(), "client": the.client(), "web": the.anonymous()}
    tokens = {name: browser.csrf_token() for name, browser in browsers.items()}
    before, answers = contents(settings), {}
    for number, rule in enumerate(routes.rules(the.app)):
        visitor, unknown = browsers[routes.realm(rule)], METHODS[number % len(METHODS)]
        for method in (unknown, *({"GET", "POST"} - (rule.methods or set()))):
            fields = the.fields(rule.endpoint) | {"csrf_token": tokens[routes.realm(rule)]}
            address = the.address(rule.endpoint)
            response = visitor.http.open(address, method=method, data=fields, base_url=visitor.base)
            is_shared = any(name.startswith("Access-Control") for name, _ in response.headers)
            answers[rule.endpoint, method] = (response.status_code, is_shared)
    assert answers == dict.fromkeys(answers, (405, False))
    assert contents(settings) == before


WITH_COOKIES = {"staff": "/staff/clients", "client": "/home", "session": "/sign-in", "link": "/register"}
COOKIES = ["", "..", "a.b.c", "x" * 4000, "%00", "é", '"', ";", "\u202e", "eyJ9.x.y"]


def test_a_bad_cookie_is_none(visitor: Visitor) -> None:
    for name, page in WITH_COOKIES.items():
        for value in COOKIES:
            headers = {"Cookie": f"{name}={value}".encode().decode("latin-1")}
            assert visitor.get(page, headers=headers).status_code in FINE


HEADERS = ["User-Agent", "HX-Current-URL", "HX-Request", "Referer", "X-Forwarded-For",
           "X-Forwarded-Host", "Accept-Language", "X-Background", "Content-Type"]  # fmt: skip


def test_a_bad_header_is_answered(the: addresses.World) -> None:
    owner, anonymous = the.owner(), the.anonymous()
    fields = {"username": "nobody", "password": ""}
    for header in HEADERS:
        for value in ("", "http://[", "x" * 8000, "\xff\xfe", "%00", "a, b, c"):
            assert owner.get("/staff/session", headers={header: value}).status_code in FINE | {401}
            assert anonymous.post("/sign-in", fields, headers={header: value}).status_code in FINE


# case 144
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
def test_a_body_of_one_byte_more_than_a_mebibyte_is_refused(
    staff_browser: Visitor, settings: Settings, kind: str
) -> None:
    token = staff_browser.csrf_token()
    start = f"csrf_token={token}&last_name=Y&provider=&first_name=".encode()
    if kind.startswith("multipart"):
        start = b'--x\r\nContent-Disposition: form-data; name="first_name"\r\n\r\n'
    before = contents(settings)
    body = start + b"x" * (1024 * 1024 + 1 - len(start))
    response = staff_browser.http.post("/staff/clients/new", data=body, content_type=kind, base_url=staff_browser.base)
    assert response.status_code == 413
    assert "larger than 1 MB" in response.text
    assert contents(settings)["client"] == before["client"]


def test_a_body_of_a_mebibyte_is_read_and_refused_by_its_field(staff_browser: Visitor) -> None:
    start = f"csrf_token={staff_browser.csrf_token()}&last_name=Y&provider=&first_name=".encode()
    body = start + b"x" * (1024 * 1024 - len(start))
    kind = "application/x-www-form-urlencoded"
    response = staff_browser.http.post("/staff/clients/new", data=body, content_type=kind, base_url=staff_browser.base)
    assert response.status_code == 422
    assert "Use at most 100 characters." in response.text


PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
OTHER_BODIES = [
    ("application/json", b'{"username": "rosie.d"}'), ("", b"x"), ("text/xml", b"<a/>"),
    ("multipart/form-data", b"--x\r\n\r\nx"), ("multipart/form-data; boundary=x", b"--x\r\nnonsense"),
    ("multipart/form-data; boundary=x", PART * 300 + b"--x--"),
    ("application/x-www-form-urlencoded", b"%%%&=&a=%zz&\xff=\xfe"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"username=x"),
]  # fmt: skip


# case 143
def test_a_body_of_another_kind_is_refused(visitor: Visitor) -> None:
    visitor.csrf_token()
    for kind, body in OTHER_BODIES:
        response = visitor.http.post("/sign-in", data=body, content_type=kind, base_url=visitor.base)
        assert response.status_code in {400, 413}


TYPED = ['<script>alert(1)</script>"><img src=x onerror=alert(1)>', "{{7*7}} hx-get=/x hx-trigger=load &amp; &lt;",
         "O'Brien 李小龙 👩🏽‍⚕️ محمد"]  # fmt: skip


# cases 141 and 142
@pytest.mark.parametrize("name", TYPED)
def test_a_name_is_shown_as_typed_on_every_screen_and_nothing_runs(staff_browser: Visitor, name: str) -> None:
    theo = factories.make_client(Person(name, name, "theo@example.com", None, cast.THEO.birth_date, name))
    factories.invite(theo)
    base = f"/staff/clients/{theo.public_id}"
    twin = {"first_name": name, "last_name": name, "birth_date": "1995-07-02", "provider": ""}
    html = {page: staff_browser.get(page).text for page in (base, f"{base}/edit", f"{base}/history", f"{base}/mail",
            "/staff/clients", "/staff/activity", "/staff/mail")}  # fmt: skip
    html["the warning"] = staff_browser.post("/staff/clients/new", twin).text
    for page, text in html.items():
        elements = list(tree(text).iter())
        assert not [e for e in elements if e.tag == "img" or any(key.startswith("on") for key in e.attrib)], page
        assert all((e.get("src") or "").startswith("/static/") for e in elements if e.tag == "script"), page
        assert "/x" not in [e.get("hx-get") for e in elements], page
        if page != f"{base}/edit":
            full = " ".join(f"{name} {name}".split())
            assert full in [words(e) for e in elements if e.tag == "bdi"], page
    fields = {e.get("name"): e.get("value") for e in tree(html[f"{base}/edit"]).iter("input")}
    assert fields["first_name"] == fields["last_name"] == fields["preferred_name"] == name


# case 142
def test_marks_that_turn_the_neighbours_around_are_taken_out(staff_browser: Visitor) -> None:
    fields = {"first_name": "\u202eaneL\u202c", "last_name": "\u2067Park\u2069", "provider": ""}
    page = staff_browser.get(staff_browser.post("/staff/clients/new", fields).headers["Location"]).text
    assert [words(h1) for h1 in tree(page).iter("h1")] == ["aneL Park"]
    assert not set("\u202e\u202c\u2067\u2069") & set(page)
