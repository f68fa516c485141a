"""Signed-in browsers of both audiences, and where each goes."""

from flask import Flask

from portal.authentication.audiences import Credential
from portal.models import Client, Staff
from tests.support import addresses, cast, factories
from tests.support.cast import Person
from tests.support.visitor import Visitor

# audience: a page, a form that takes FORM, the sign-in page, the sign-out, the one everywhere, the devices
PLACES = {
    "staff": ("/staff/clients", "/staff/clients/new", "/staff/sign-in", "/staff/sign-out", "/staff/sign-out-everywhere",
              "/staff/profile/password"),
    "client": ("/home", "/account", "/sign-in", "/sign-out", "/account/sign-out-everywhere", "/account"),
}  # fmt: skip
FORM = {"first_name": "Una", "last_name": "Park", "provider": "", "current": cast.PASSWORD,
        "password": addresses.NEW_PASSWORD, "confirm": addresses.NEW_PASSWORD}  # fmt: skip


def is_in(visitor: Visitor, realm: str) -> bool:
    """Whether this browser gets a page for which its audience must be signed in; a click, as a person makes it."""
    response = visitor.get(PLACES[realm][0])
    assert response.status_code in (200, 303)
    return response.status_code == 200


def with_cookie(app: Flask, name: str, value: str | None) -> Visitor:
    visitor = Visitor(app)
    visitor.set_cookie(name, value or "")
    return visitor


def put_another_person_in(visitor: Visitor, realm: str) -> str:
    """Instead of whoever is signed in there: what they are called in their own pages. Staff may do everything."""
    person = Person("Max", "Odum", "max@example.com", "max.o")
    account = factories.make_client(person, registered=True).account if realm == "client" else None
    other = account or factories.make_staff(person, "owner")
    visitor.set_cookie(realm, factories.sign_in(other))
    visitor.tokens.clear()
    return "max.o" if realm == "client" else "Max Odum"


def credential(realm: str) -> Credential:
    """Dana's, or Rosa's, who is made when she is not there yet."""
    found = Staff.by_sign_in_name("dana.w") if realm == "staff" else _rosa().account
    assert found is not None
    return found


def _rosa() -> Client:
    return Client.query.filter_by(first_name=cast.ROSA.first_name).first() or factories.rosa()
