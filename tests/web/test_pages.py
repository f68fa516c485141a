"""Addresses that belong to no audience: where they lead."""

import pytest
from flask import Flask

from tests.support import factories
from tests.support.sessions import credential, with_cookie
from tests.support.visitor import Visitor


@pytest.mark.parametrize(("realm", "page"), [("client", "/home"), ("staff", "/staff/clients")])
def test_the_first_address_leads_whoever_is_signed_in_to_their_pages(app: Flask, realm: str, page: str) -> None:
    browser = with_cookie(app, realm, factories.sign_in(credential(realm)))
    assert browser.get("/").location == page


def test_who_is_signed_in_as_both_is_led_to_the_pages_of_clients(app: Flask) -> None:
    browser = with_cookie(app, "staff", factories.sign_in(credential("staff")))
    browser.set_cookie("client", factories.sign_in(credential("client")))
    assert browser.get("/").location == "/home"


def test_everybody_else_is_led_to_sign_in(visitor: Visitor) -> None:
    assert visitor.get("/").location == "/sign-in"
