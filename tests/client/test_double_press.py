"""A double press of "Create account": one account, and whoever pressed lands signed in."""

from flask import Flask

from portal.extensions import db
from tests.support import factories
from tests.support.links import account_form, accounts, confirm, create_account, press_together, twin_of
from tests.support.visitor import Visitor


def test_a_second_press_of_create_account_lands_signed_in(visitor: Visitor) -> None:
    # case 34
    link = factories.invite(factories.nora())
    confirm(visitor, link)
    second = twin_of(visitor)
    assert create_account(visitor, link).headers["Location"] == "/home"
    answer = create_account(second, link)
    assert (answer.status_code, answer.headers.get("Location"), accounts()) == (303, "/home", 1)
    assert second.get("/home").status_code == 200


def test_two_presses_at_the_same_moment_both_land_signed_in(app: Flask, visitor: Visitor) -> None:
    # case 34
    link = factories.invite(factories.nora())
    confirm(visitor, link)
    pair = [visitor, twin_of(visitor)]
    form = account_form(link, "chosen.name")
    db.session.rollback()
    places = [(answer.status_code, answer.location) for answer in press_together(pair, "/register", form)]
    assert (places, accounts()) == ([(303, "/home")] * 2, 1)


def test_a_second_press_with_another_password_or_from_another_browser_gets_nothing(
    app: Flask, visitor: Visitor
) -> None:
    link, other = factories.invite(factories.nora()), Visitor(app)
    confirm(visitor, link)
    confirm(other, link)
    second = twin_of(visitor)
    create_account(visitor, link)
    assert create_account(second, link, password="another quiet lamp at noon").status_code == 410
    assert create_account(other, link).status_code == 410
    assert (second.cookie("client"), other.cookie("client"), accounts()) == (None, None, 1)
