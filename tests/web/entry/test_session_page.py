"""What a page learns of the session behind it: when to warn, what to say, and that one press puts the end off."""

import re

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import SignIn
from portal.models.sign_in import ABSOLUTE_LIMIT
from portal.web.entry.session_page import ASKED_EVERY, WARNING
from tests.conftest import Clock
from tests.support import factories
from tests.support.choices import choose
from tests.support.sessions import PLACES, credential, with_cookie
from tests.support.visitor import FRAGMENT, Visitor

SESSION = {"staff": "/staff/session", "client": "/session"}
LIMIT = 5  # minutes, the shortest there is
WARNING_SECONDS = int(WARNING.total_seconds())


@pytest.fixture
def browser(app: Flask, clock: Clock, realm: str) -> Visitor:
    choose(idle_minutes=LIMIT)
    return with_cookie(app, realm, factories.sign_in(credential(realm)))


def ask(visitor: Visitor, realm: str) -> list[object]:
    answer = visitor.get(SESSION[realm], headers=FRAGMENT).json
    assert isinstance(answer, list)
    return answer


@pytest.mark.parametrize("realm", PLACES)
def test_a_page_is_told_when_to_ask_and_then_when_to_warn(browser: Visitor, clock: Clock, realm: str) -> None:
    quiet = LIMIT * 60 - WARNING_SECONDS
    assert f'data-seconds="{quiet}"' in browser.get(PLACES[realm][0]).text
    assert ask(browser, realm) == ["", quiet]
    clock.move(seconds=quiet - 1)
    assert ask(browser, realm) == ["", 1]
    clock.move(seconds=1)
    assert ask(browser, realm) == ["idle", ASKED_EVERY + 1]
    clock.move(seconds=WARNING_SECONDS - 3)
    assert ask(browser, realm) == ["idle", 3 + 1]


@pytest.mark.parametrize("realm", PLACES)
def test_to_ask_puts_nothing_off_and_one_press_does_by_the_whole_limit(
    browser: Visitor, clock: Clock, realm: str
) -> None:
    for _ in range(LIMIT - 1):
        clock.move(minutes=1)
        ask(browser, realm)
    assert browser.fragment(SESSION[realm]).json == ["", LIMIT * 60 - WARNING_SECONDS]
    for _ in range(LIMIT - 1):
        clock.move(minutes=1)
        ask(browser, realm)
    clock.move(minutes=1)
    answer = browser.get(SESSION[realm], headers=FRAGMENT)
    assert (answer.status_code, answer.data) == (401, b"")


@pytest.mark.parametrize("realm", PLACES)
def test_where_no_press_helps_none_is_promised(browser: Visitor, clock: Clock, realm: str) -> None:
    row = db.session.query(SignIn).filter(getattr(SignIn, f"{realm}_id").is_not(None)).one()
    clock.move(seconds=(ABSOLUTE_LIMIT - WARNING).total_seconds())
    row.last_seen_at = row.created_at + ABSOLUTE_LIMIT - WARNING
    db.session.commit()
    assert ask(browser, realm)[0] == "last"
    assert browser.fragment(SESSION[realm]).json == ["last", ASKED_EVERY + 1]
    assert 'data-seconds="0"' in browser.get(PLACES[realm][0]).text


def test_no_page_of_somebody_signed_out_warns(visitor: Visitor) -> None:
    for page in ("/staff/sign-in", "/sign-in", "/guide"):
        assert "<dialog" not in visitor.get(page).text


# the numbers come from the constants (design.md: no number in a sentence that is not computed)
@pytest.mark.parametrize("realm", PLACES)
def test_the_warning_names_the_time_that_is_left(browser: Visitor, realm: str) -> None:
    page = browser.get(PLACES[realm][0]).text
    minutes, hours = WARNING_SECONDS // 60, ABSOLUTE_LIMIT.seconds // 3600
    said = re.findall(r'<p data-when="(\w+)">([^<]+)', page)
    assert [state for state, _ in said[:3]] == ["idle", "last", "over"]
    assert f"less than {minutes} minutes" in said[0][1] and f"less than {minutes} minutes" in said[1][1]
    assert f"more than {hours} hours" in said[1][1]
