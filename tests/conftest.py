"""What tests share: a migrated database each, a clock that moves by hand, browsers of the cast."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from portal.config_values import MailServer
from tests.support import browser as chromium
from tests.support import factories, hashing, machine
from tests.support.post import use
from tests.support.server import Server
from tests.support.smtp import Receiver
from tests.support.visitor import Visitor

pytest_plugins = ["tests.support.application"]
START = datetime(2026, 11, 23, 14, 42, tzinfo=UTC)  # a Monday, 9:42 in New York


class Clock:
    """``move`` is the only way in which time passes in a test that asks for it."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        self._traveller = traveller
        self.now = START

    def move(self, **duration: float) -> None:
        self.to(self.now + timedelta(**duration))

    def to(self, moment: datetime) -> None:
        self.now = moment
        self._traveller.move_to(moment, tick=False)


@pytest.fixture
def clock() -> Iterator[Clock]:
    with time_machine.travel(START, tick=False) as traveller:
        yield Clock(traveller)


@pytest.fixture
def real_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords cost what they cost in use: for tests of hashing itself, to be asked for first."""
    hashing.make_real(monkeypatch)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PORTAL_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def mail_server_is_set(clock: Clock, app: Flask) -> None:
    """So that links are sent; nothing listens there."""
    use(MailServer("127.0.0.1", 25, "none"))


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(app)


@pytest.fixture
def staff_browser(app: Flask) -> Visitor:
    """Dana's."""
    from portal.models import Staff

    visitor = Visitor(app)
    dana = Staff.by_sign_in_name("dana.w")
    assert dana is not None
    visitor.set_cookie("staff", factories.sign_in(dana))
    return visitor


@pytest.fixture
def client_browser(app: Flask) -> Visitor:
    """Rosa's; she is made with it."""
    visitor = Visitor(app)
    account = factories.rosa().account
    assert account is not None
    visitor.set_cookie("client", factories.sign_in(account))
    return visitor


@pytest.fixture
def smtp() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def server(tmp_path: Path, smtp: Receiver) -> Iterator[Server]:
    """The real server, not set up yet, with the receiver as its mail server."""
    with Server(tmp_path / "live", smtp.port) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = chromium.launch(playwright)
        yield running
        running.close()


def pytest_configure() -> None:
    hashing.make_cheap()
    # what is drawn is the same in each run: a run that fails by chance tells nobody what they broke
    hypothesis.settings.register_profile("suite", derandomize=True, deadline=None)
    hypothesis.settings.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    machine.leave_out(items)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last lines of all: what was not tried here, and why."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and not hasattr(config, "workerinput"):
        for line in machine.left_out(reporter.stats.get("skipped", [])):
            reporter.write_line(line)
