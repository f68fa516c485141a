"""Flask's test client as a browser would be: it carries the form secret, and looks at every page it opens."""

import re
from collections.abc import Mapping
from contextvars import Context
from functools import lru_cache
from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.page import tree, without_secret

FRAGMENT = {"HX-Request": "true"}
EXACT = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}


class Http(FlaskClient):
    """Each request in a context of its own, as in a server: else Flask takes over the test's, with who is in it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return Context().run(super().open, *args, **kwargs)


def audience_of(address: str) -> str:
    return "staff" if address.startswith(("/staff", "/setup")) else "client"


class Visitor:
    """One browser. ``post`` sends the CSRF token of its session unless ``token`` says otherwise."""

    def __init__(self, app: Flask, ip: str = "127.0.0.1", base: str = "http://127.0.0.1:8000") -> None:
        self.http = Http(app, app.response_class, use_cookies=True)
        self.ip, self.base = ip, base
        self.tokens: dict[str, str] = {}  # by audience
        self.asks_for: str | None = None  # as browsers do: es-US,es;q=0.9

    def get(self, address: str, **kwargs: Any) -> TestResponse:
        return self._look(self.http.get(address, **self._where(kwargs)))

    def head(self, address: str, **kwargs: Any) -> TestResponse:
        return self.http.head(address, **self._where(kwargs))

    def post(
        self, address: str, data: dict[str, Any] | None = None, *, token: str | None = "", **kwargs: Any
    ) -> TestResponse:
        """``token=None`` sends none."""
        fields = dict(data or {})
        if token == "":
            fields["csrf_token"] = self.csrf_token(audience_of(address))
        elif token is not None:
            fields["csrf_token"] = token
        response = self._look(self.http.post(address, data=fields, **self._where(kwargs)))
        if response.status_code == 303:
            self.tokens.clear()  # somebody else may be signed in now
        return response

    def fragment(self, address: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """POST as htmx does."""
        return self.post(address, data, headers=FRAGMENT | kwargs.pop("headers", {}), **kwargs)

    def csrf_token(self, audience: str = "") -> str:
        """The token of this browser on the pages of ``audience``: without one, that of staff where they are in."""
        audience = audience or ("staff" if self.cookie("staff") else "client")
        if audience not in self.tokens:
            address = "/staff/forgot-password" if audience == "staff" else "/forgot-password"
            page = self.http.get(address, **self._where({})).text
            found = re.search(r'name="csrf_token" value="([^"]+)"', page)
            assert found, f"no form on {address}"
            self.tokens[audience] = found[1]
        return self.tokens[audience]

    def cookie(self, name: str) -> str | None:
        found = self.http.get_cookie(name, domain="127.0.0.1")
        return found.value if found else None

    def set_cookie(self, name: str, value: str) -> None:
        self.http.set_cookie(name, value, domain="127.0.0.1")

    def _where(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        if self.asks_for is not None:
            kwargs["headers"] = {"Accept-Language": self.asks_for} | kwargs.get("headers", {})
        return {"base_url": self.base, "environ_base": {"REMOTE_ADDR": self.ip}} | kwargs

    def _look(self, response: TestResponse) -> TestResponse:
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303) and response.data:
            check_page(response.text, is_page=response.text.lstrip().startswith("<!doctype"))
        return response


def must_be_exact(field: Mapping[str, str]) -> bool:
    """Whether it takes a password, a username or an email address."""
    kind, words, name = field.get("type"), field.get("autocomplete", "").split(), field.get("name")
    is_asked = kind in ("password", "email") or name == "username"
    return kind != "hidden" and (is_asked or bool({"username", "current-password", "new-password"} & set(words)))


def check_page(html: str, *, is_page: bool = True) -> None:
    """Parseable, unique ids, a CSRF field in each posting form; a whole page also has a title and one h1."""
    _check_tags(_without_texts(html), is_page)
    _check(without_secret(html), is_page)


def _without_texts(html: str) -> str:
    """Its tags with the names of their attributes: what the shape of a page depends on, where texts are escaped."""
    return re.sub(r'="[^"]*"', '=""', re.sub(r">[^<]+", ">", html))


@lru_cache(maxsize=10_000)
def _check_tags(html: str, is_page: bool) -> None:
    """Once for pages of one shape, since this takes longer than making them."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(html) if is_page else parser.parseFragment(html)
    problems = [error for error in parser.errors if error[1] != "expected-doctype-but-got-start-tag"]
    assert not problems, f"HTML errors: {problems[:3]}"


@lru_cache(maxsize=2000)
def _check(html: str, is_page: bool) -> None:
    found = tree(html)
    ids = [element.get("id") for element in found.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), f"ids come twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    for form in found.iter("form"):
        if (form.get("method") or "get").lower() == "post":
            assert [e for e in form.iter("input") if e.get("name") == "csrf_token"], "a form without its CSRF field"
    for field in found.iter("input"):
        if must_be_exact(field.attrib):
            assert {name: field.get(name) for name in EXACT} == EXACT, f"a phone would correct {field.attrib}"
    if is_page:
        assert len(list(found.iter("h1"))) == 1, "not exactly one h1"
        titles = ["".join(title.itertext()).strip() for title in found.iter("title")]
        assert titles and titles[0], "no title"
