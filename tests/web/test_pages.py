"""Addresses that belong to no audience: where they lead."""

from tests.support import factories
from tests.support.sessions import credential
from tests.support.visitor import Visitor


def test_the_first_address_leads_whoever_is_signed_in_to_their_pages(visitor: Visitor) -> None:
    assert visitor.get("/").location == "/sign-in"
    visitor.set_cookie("staff", factories.sign_in(credential("staff")))
    assert visitor.get("/").location == "/staff/clients"
    visitor.set_cookie("client", factories.sign_in(credential("client")))
    assert visitor.get("/").location == "/home"  # who is signed in as both
