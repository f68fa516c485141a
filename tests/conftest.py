"""What tests share: a migrated database each, a clock that moves by hand, browsers of the cast."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest
import time_machine
from flask import Flask
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from playwright.sync_api import Browser, sync_playwright

from portal import config, create_app, schema, tasks
from portal.config import Settings
from portal.config_values import MailServer
from portal.data_folder import prepare
from portal.extensions import db
from tests.support import browser as chromium
from tests.support import factories, folders, hashing, machine
from tests.support.post import use
from tests.support.server import Server
from tests.support.smtp import Receiver
from tests.support.visitor import Visitor

IN_MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3  # of Linux; containers often have 64 MB of it
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


@pytest.fixture(scope="session")
def migrated_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose schema the migrations made; each test works on a copy."""
    folder = tmp_path_factory.mktemp("migrated")
    settings = config.load({"PORTAL_DATA_DIR": str(folder)})
    prepare(settings)
    with create_app(settings).app_context():
        schema.upgrade(settings, db.engine)
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture
def environment() -> dict[str, str]:
    """Settings of the app under test; a test overrides this fixture or `smtp` for others."""
    return {}


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Filled anew for each test; its place stays, so that an application can stay too.

    In memory where the machine has room for it: each commit waits for the disk.
    """
    if not os.access(IN_MEMORY, os.W_OK) or shutil.disk_usage(IN_MEMORY).free < ROOM:
        yield tmp_path_factory.mktemp("data")
        return
    with TemporaryDirectory(prefix="portal-tests-", dir=IN_MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
def settings(data_folder: Path, migrated_folder: Path, environment: dict[str, str]) -> Settings:
    shutil.rmtree(data_folder)
    shutil.copytree(migrated_folder, data_folder)
    return config.load({"PORTAL_DATA_DIR": str(data_folder), **environment})


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates are compiled once a run instead of once a test."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def folder_of_pets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pets")
    folders.write(root)
    return root


@pytest.fixture
def pets(folder_of_pets: Path) -> Iterator[None]:
    """A step and a task that one folder adds, for an application that is made afterwards: to be asked for first."""
    with folders.known(folder_of_pets):
        yield


def application(settings: Settings) -> Flask:
    """Made once for tests of the same settings, which takes longer than most of them: it keeps all in the folder."""
    server = settings.mail_server
    if server is not None:  # its port is read anew for each mail
        settings = replace(settings, mail_server=replace(server, port=1))
    return _application(settings, tuple(tasks.__path__))


@lru_cache(maxsize=6)
def _application(settings: Settings, folders_of_tasks: tuple[str, ...]) -> Flask:
    return create_app(settings)


@pytest.fixture
def app(settings: Settings, compiled_templates: BytecodeCache) -> Iterator[Flask]:
    """The application with the practice and its owner Dana, inside its context."""
    app = application(settings)
    config.use(settings)
    tasks.load()
    app.jinja_env.bytecode_cache = compiled_templates
    with app.app_context():
        factories.copy_practice(settings)
        yield app
        db.session.remove()
        db.engine.dispose()


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
