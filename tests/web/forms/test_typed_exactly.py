"""Passwords, usernames and addresses are typed letter by letter: no phone may write them large or correct them."""

import html5lib
from flask import Flask

from portal.web import access
from portal.web.forms.email_field import email_field
from portal.web.forms.fields import (
    PortalForm,
    new_password_fields,
    password_field,
    sign_in_name_field,
    username_field,
)
from tests.support import addresses, routes
from tests.support.page import tree
from tests.support.visitor import EXACT, must_be_exact

SHARED = [
    lambda: password_field("Password", "Type it."),
    lambda: password_field("Password", None),
    lambda: new_password_fields("Password", "Again")[0],
    lambda: new_password_fields("Password", "Again")[1],
    lambda: sign_in_name_field("Username", "Type it."),
    username_field,
    email_field,
]


def test_each_of_these_fields_says_so_itself(app: Flask) -> None:
    for make in SHARED:
        with app.test_request_context():
            form = type("Form", (PortalForm,), {"field": make()})()
            (field,) = html5lib.parseFragment(str(form["field"]()), namespaceHTMLElements=False)
        assert {name: field.get(name) for name in EXACT} == EXACT


# every page that any test opens is looked at for it (tests/support/visitor.py); here, that there is something to see
def test_the_pages_have_such_fields_of_every_kind(the: addresses.World) -> None:
    browsers, seen = routes.Browsers(the), set[tuple[str, str]]()
    for rule in routes.rules(the.app, "GET"):
        if not access.rules()[rule.endpoint].is_polled:
            answer = browsers.browser_for(rule).get(the.address(rule.endpoint))
            if answer.mimetype == "text/html":
                fields = tree(answer.text).iter("input")
                seen |= {(rule.endpoint, one.get("name", "")) for one in fields if must_be_exact(one.attrib)}
    assert len({endpoint for endpoint, _ in seen}) >= 12
    assert {"password", "confirm", "current", "username", "email", "reply_to"} <= {name for _, name in seen}
