"""Sign out after (minutes): staff and clients, and only what people do counts."""

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.support import factories
from tests.support.choices import choose
from tests.support.option_pages import PRACTICE, save
from tests.support.sessions import PLACES, credential, is_in, with_cookie
from tests.support.visitor import Visitor


def browser(app: Flask, realm: str) -> Visitor:
    return with_cookie(app, realm, factories.sign_in(credential(realm)))


@pytest.mark.parametrize("realm", PLACES)
@pytest.mark.parametrize("minutes", [5, 30, 60])
def test_a_session_ends_after_so_many_minutes_without_use(app: Flask, clock: Clock, realm: str, minutes: int) -> None:
    choose(idle_minutes=minutes)
    early, late = browser(app, realm), browser(app, realm)
    clock.move(minutes=minutes, seconds=-1)
    assert is_in(early, realm)
    clock.move(seconds=1)
    assert not is_in(late, realm)


@pytest.mark.parametrize("realm", PLACES)
def test_use_puts_the_end_off_by_as_many_minutes(app: Flask, clock: Clock, realm: str) -> None:
    choose(idle_minutes=5)
    visitor = browser(app, realm)
    for _ in range(5):
        clock.move(minutes=4)
        assert is_in(visitor, realm)
    clock.move(minutes=5)
    assert not is_in(visitor, realm)


def test_a_page_that_looks_again_by_itself_does_not_count_as_use(app: Flask, clock: Clock) -> None:
    choose(idle_minutes=5)
    menu = f"/staff/clients/{factories.nora().public_id}/menu"
    visitor = browser(app, "staff")
    for _ in range(4):
        clock.move(minutes=1)
        assert visitor.get(menu).status_code == 200
    clock.move(minutes=1)
    assert visitor.get(menu).status_code == 303


@pytest.mark.parametrize("realm", PLACES)
def test_a_shorter_limit_holds_at_once_for_who_is_in_already(
    app: Flask, clock: Clock, staff_browser: Visitor, realm: str
) -> None:
    visitor = browser(app, realm)
    clock.move(minutes=6)
    save(staff_browser, PRACTICE, idle_minutes="5")
    assert not is_in(visitor, realm)


def test_devices_that_are_idle_too_long_are_not_listed(app: Flask, clock: Clock, staff_browser: Visitor) -> None:
    choose(idle_minutes=10)
    browser(app, "staff")
    clock.move(minutes=9)
    fresh = browser(app, "staff")
    assert fresh.get("/staff/profile/password").text.count("A browser") == 3
    clock.move(minutes=2)
    assert fresh.get("/staff/profile/password").text.count("A browser") == 1
