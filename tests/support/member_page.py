"""The page of one person on staff, pressed and saved."""

from werkzeug.test import TestResponse

from portal.models import Staff
from tests.support.page import by_id, words
from tests.support.staff_room import SAVED, page_of
from tests.support.visitor import Visitor


def notice(html: str) -> str:
    return words(by_id(html, "staff-notice"))


def save(browser: Visitor, person: Staff, **changes: str) -> TestResponse:
    return browser.post(page_of(person), SAVED | changes)


def press(browser: Visitor, person: Staff, act: str, **fields: str) -> TestResponse:
    return browser.post(f"{page_of(person)}/{act}", fields)
