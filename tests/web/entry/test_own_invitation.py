"""A client who is signed in taps the invitation once more: nothing is amiss, and nobody else learns who that is."""

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import Client, Link
from tests.support import cast, factories
from tests.support.links import confirm, create_account, fresh, open_link
from tests.support.page import by_id, tree, words
from tests.support.visitor import Visitor

DEAD = "This link no longer works"


@pytest.fixture
def link(visitor: Visitor) -> Link:
    """Nora's, who is signed in where she has registered with it."""
    sent = factories.invite(factories.nora())
    confirm(visitor, sent)
    create_account(visitor, sent, "nora77")
    return sent


def test_whoever_is_signed_in_reads_as_whom_and_goes_home_and_nothing_is_noted(visitor: Visitor, link: Link) -> None:
    page = by_id(open_link(visitor, link).text, "content")
    assert words(next(page.iter("h1"))) == "You are signed in as nora77."
    (home,) = [anchor for anchor in page.iter("a") if words(anchor) == "Go to Home"]
    assert home.get("href") == "/home" and DEAD not in words(page)
    assert fresh(link).refused_at is None


@pytest.mark.parametrize("who", ["nobody", "another client", "staff"])
def test_everybody_else_reads_what_became_of_the_link(app: Flask, link: Link, who: str) -> None:
    other = Visitor(app)
    if who == "another client":
        account = factories.rosa().account
        assert account is not None
        other.set_cookie("client", factories.sign_in(account))
    elif who == "staff":
        other.post("/staff/sign-in", {"username": cast.DANA.username or "", "password": cast.PASSWORD})
    answer = open_link(other, link)
    assert answer.status_code == 410 and words(next(tree(answer.text).iter("h1"))) == DEAD
    assert "nora77" not in answer.text


def test_a_reset_that_is_over_says_so_also_to_its_owner(visitor: Visitor, link: Link) -> None:
    nora = db.session.get_one(Client, link.client_id)
    sent = factories.send_reset(nora)
    sent.expires_at = sent.created_at
    db.session.commit()
    assert DEAD in open_link(visitor, sent).text
