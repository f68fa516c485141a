"""Where owners read that all their visitors seem to be one, and what to set."""

from dataclasses import replace

import pytest
from flask import Flask

from portal import config
from portal.config import Settings
from portal.config_values import networks
from tests.conftest import Clock
from tests.doctor.conftest import Look, look  # noqa: F401 (a fixture)
from tests.support.visitor import Visitor

ADVICE = "Set PORTAL_TRUSTED_PROXIES=127.0.0.1 and start the portal again."
PAGES = ("/staff/checklist", "/staff/practice")


@pytest.fixture(autouse=True)
def _counts_anew(app: Flask, clock: Clock) -> None:
    """The application is older than this test, and so is what it has counted."""
    app.wsgi_app.unheeded._wrote_at = None  # type: ignore[attr-defined]


def test_it_is_on_the_checklist_and_the_practice_page_until_it_is_set(staff_browser: Visitor) -> None:
    assert [ADVICE in staff_browser.get(page).text for page in PAGES] == [False, False]
    staff_browser.get("/sign-in", headers={"X-Forwarded-For": "203.0.113.7"})
    assert [ADVICE in staff_browser.get(page).text for page in PAGES] == [True, True]
    config.use(replace(config.current(), trusted_proxies=networks("127.0.0.1")))
    assert [ADVICE in staff_browser.get(page).text for page in PAGES] == [False, False]
    assert "The portal knows each visitor by their own address." in staff_browser.get("/staff/checklist").text


def test_it_is_a_line_of_the_doctor(visitor: Visitor, settings: Settings, look: Look) -> None:  # noqa: F811
    assert look("proxy", settings).mark == "off"
    visitor.get("/sign-in", headers={"X-Forwarded-For": "203.0.113.7"})
    found = look("proxy", settings)
    assert (found.mark, found.advice) == ("WRONG", ADVICE)
    assert look("proxy", replace(settings, trusted_proxies=networks("127.0.0.0/8"))).mark == "ok"


def test_without_that_header_nothing_is_counted(staff_browser: Visitor) -> None:
    staff_browser.get("/sign-in", headers={"X-Forwarded-For": " , "})
    staff_browser.get("/sign-in", headers={"X-Forwarded-Proto": "https"})
    assert ADVICE not in staff_browser.get("/staff/practice").text
