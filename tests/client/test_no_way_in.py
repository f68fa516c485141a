"""Whoever stands before a sign-in and cannot get past it is told whom to call, and where the first link is."""

from flask import Flask

from portal.database import writing
from portal.models import Practice
from tests.support import cast, factories
from tests.support.links import confirm, save_password
from tests.support.page import by_id, tree, words
from tests.support.visitor import Visitor

CALL = f"Forgot your username? Call {cast.PHONE}."
FIRST = "First time here? Open the link in the mail we sent you."


def _after_a_reset(visitor: Visitor) -> str:
    link = factories.send_reset(factories.rosa())
    confirm(visitor, link)
    return visitor.get(save_password(visitor, link).location or "").text


PAGES = (
    lambda visitor: visitor.get("/sign-in").text,
    lambda visitor: visitor.post("/sign-in", {"username": "rosa", "password": "wrong"}).text,
    lambda visitor: visitor.get("/forgot-password").text,
    lambda visitor: visitor.post("/forgot-password", {"username": "rosa", "email": "rosa@example.com"}).text,
    _after_a_reset,
)


def test_it_says_whom_to_call_and_where_the_link_is(visitor: Visitor) -> None:
    for open_page in PAGES:
        main = by_id(open_page(visitor), "content")
        assert CALL in words(main) and FIRST in words(main)
        assert [link.get("href") for link in main.iter("a") if words(link) == cast.PHONE] == ["tel:+15550100100"]


def test_without_a_phone_nothing_is_missing_from_the_sentence(app: Flask, visitor: Visitor) -> None:
    with writing():
        Practice.one().phone = ""
    said = words(by_id(visitor.get("/sign-in").text, "content"))
    assert "Forgot your username? Call us." in said


def test_staff_are_not_told_so(visitor: Visitor) -> None:
    assert "Forgot your username?" not in words(tree(visitor.get("/staff/sign-in").text))
