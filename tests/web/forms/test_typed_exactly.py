"""Passwords, usernames and addresses are typed letter by letter: no phone may write them large or correct them."""

import html5lib
import pytest
from flask import Flask

from portal.web import access
from portal.web.forms.email_field import email_field
from portal.web.forms.fields import PortalForm, new_password_fields, password_field, sign_in_name_field
from portal.web.forms.fields import username_field as username
from tests.support import world
from tests.support.visitor import EXACT, must_be_exact

SHARED = {
    "password": lambda: password_field("Password", "Type it."),
    "password that may be missing": lambda: password_field("Password", None),
    "new password": lambda: new_password_fields("Password", "Again")[0],
    "new password again": lambda: new_password_fields("Password", "Again")[1],
    "username": username,
    "username or email": lambda: sign_in_name_field("Username", "Type it."),
    "email": email_field,
}


@pytest.mark.parametrize("kind", SHARED)
def test_each_of_these_fields_says_so_itself(app: Flask, kind: str) -> None:
    with app.test_request_context():
        form = type("Form", (PortalForm,), {"field": SHARED[kind]()})()
        (field,) = html5lib.parseFragment(str(form["field"]()), namespaceHTMLElements=False)
    assert {name: field.get(name) for name in EXACT} == EXACT


# every page that any test opens is looked at for it (tests/support/visitor.py); here, that there is something to see
def test_the_pages_have_such_fields_of_every_kind(app: Flask) -> None:
    the, seen = world.make(app), set[tuple[str, str]]()
    for rule in the.rules:
        if "GET" in (rule.methods or ()) and not access.rules()[rule.endpoint].is_polled:
            answer = the.whoever_may(rule.endpoint).get(the.address(rule.endpoint))
            if answer.mimetype == "text/html":
                tree = html5lib.parse(answer.text, namespaceHTMLElements=False)
                seen |= {
                    (rule.endpoint, one.get("name", "")) for one in tree.iter("input") if must_be_exact(one.attrib)
                }
    assert len({endpoint for endpoint, _ in seen}) >= 12
    assert {"password", "confirm", "current", "username", "email", "reply_to"} <= {name for _, name in seen}
