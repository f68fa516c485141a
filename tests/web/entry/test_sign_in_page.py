"""What the sign-in pages say of how somebody came there."""

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.support import factories
from tests.support.page import tree, words
from tests.support.sessions import PLACES, credential, with_cookie
from tests.support.visitor import Visitor


@pytest.fixture
def browser(app: Flask, clock: Clock, realm: str) -> Visitor:
    return with_cookie(app, realm, factories.sign_in(credential(realm)))


def said(page: str) -> list[str]:
    return [words(one) for one in tree(page).iter("p") if one.get("role") in ("status", "alert")]


@pytest.mark.parametrize("realm", PLACES)
def test_after_signing_out_it_says_so(browser: Visitor, realm: str) -> None:
    answer = browser.post(PLACES[realm][3])
    assert said(browser.get(answer.location).text) == ["You are signed out."]


@pytest.mark.parametrize("realm", PLACES)
def test_after_a_session_that_ended_it_says_so_until_somebody_tries_to_sign_in(
    browser: Visitor, clock: Clock, realm: str
) -> None:
    clock.move(hours=13)
    address = browser.get(PLACES[realm][0]).location
    assert said(browser.get(address).text) == ["Your session ended. Sign in again."]
    tried = browser.post(address, {"username": "somebody", "password": "not that one at all"})
    assert said(tried.text) == ["Username or password is not right."]


def test_who_never_was_signed_in_reads_nothing_of_it(visitor: Visitor) -> None:
    assert [said(visitor.get(page).text) for page in ("/sign-in", "/staff/sign-in")] == [[], []]
