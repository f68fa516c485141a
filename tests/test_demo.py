"""The demo, as a process of its own: it prints how to sign in, shows 40 clients, and leaves nothing."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.config import Settings
from portal.demo.lives import fill
from portal.errors import AlreadySetUp
from portal.extensions import db
from portal.intake.steps import steps_of
from portal.models import Client
from tests.support.server import wait_until
from tests.support.smtp import free_port

STATUSES = {"Not set up": 9, "Invited": 8, "Invite expired": 6, "Active": 13, "Disabled": 4}


class Demo:
    """Its folder lies under ``place``; its processes are a group, so that one left over is found."""

    def __init__(self, place: Path, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.place, self.out, self.err = place, place / "out", place / "err"
        given = {"TMPDIR": str(place), "PORTAL_BIND": f"127.0.0.1:{self.port}", **environment}
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "portal.demo"], env=os.environ | given, stdout=out, stderr=err,
                start_new_session=True,
            )  # fmt: skip

    def sign_in_line(self) -> list[str]:
        """Address, username and password, as printed."""
        wait_until(lambda: self._line() or self.process.poll() is not None, "the demo prints its sign-in", 60)
        assert self._line(), self.err.read_text()
        return self._line()[0].split(" ")

    def folders(self) -> list[Path]:
        return list(self.place.glob("client-portal-demo-*"))

    def has_processes(self) -> bool:
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)

    def _line(self) -> list[str]:
        return re.findall(r"^Demo sign-in: (\S+ \S+ \S+)$", self.out.read_text(), re.MULTILINE)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Of somebody whose own portal has a mail server."""
    demo = Demo(tmp_path_factory.mktemp("demo"), PORTAL_MAIL_SERVER="127.0.0.1", PORTAL_MAIL_SECURITY="none")
    yield demo
    demo.stop()


def test_the_printed_sign_in_opens_a_list_of_forty_clients_in_every_status(demo: Demo) -> None:
    address, username, password = demo.sign_in_line()
    assert address == f"{demo.url}/staff/sign-in"
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    token = re.findall(r'name="csrf_token" value="([^"]+)"', browser.open(address).read().decode())[0]
    fields = {"csrf_token": token, "username": username, "password": password}
    with browser.open(address, urllib.parse.urlencode(fields).encode()) as answer:
        page = answer.read().decode()
    assert answer.url == f"{demo.url}/staff/clients"
    counts = {label: int(n) for label, n in re.findall(r'>([^<>]+) <span class="count">(\d+)</span>', page)}
    assert counts == {"All": 40} | STATUSES
    assert len(set(re.findall(r'href="/staff/clients/([\w-]{22})"', page))) == 40


def test_the_demo_sends_no_mail_where_a_mail_server_is_set(demo: Demo) -> None:
    demo.sign_in_line()
    (folder,) = demo.folders()
    wait_until((folder / "worker-alive").exists, "the mail worker runs")
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as rows:
        assert rows.execute("SELECT DISTINCT state FROM outgoing_mail").fetchall() == [("kept",)]


def test_the_demo_takes_no_port_that_is_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        bind = f"127.0.0.1:{other.getsockname()[1]}"
        demo = Demo(tmp_path, PORTAL_BIND=bind)
        assert demo.process.wait(60) == 2
    assert demo.err.read_text() == f"PORTAL_BIND: cannot listen on {bind}: Address already in use.\n"


def test_nothing_is_left_when_the_demo_is_stopped(demo: Demo) -> None:
    demo.sign_in_line()
    assert len(demo.folders()) == 1
    demo.stop()
    assert demo.process.returncode == 0
    assert not demo.folders()
    wait_until(lambda: not demo.has_processes(), "its processes are gone", 10)


@pytest.mark.parametrize(
    ("name", "value"), [("PORTAL_BIND", "0.0.0.0:8000"), ("PORTAL_DATABASE_URL", "sqlite:////tmp/portal.sqlite3")]
)
def test_the_demo_refuses_a_setting_with_one_line(tmp_path: Path, name: str, value: str) -> None:
    demo = Demo(tmp_path, **{name: value})
    assert demo.process.wait(60) == 2
    assert re.fullmatch(rf"{name}: [^\n]+\n", demo.err.read_text())
    assert not demo.folders()


def test_some_of_its_clients_have_filled_in_their_details_and_some_have_not(settings: Settings) -> None:
    with create_app(settings).app_context():
        fill("demo-password-of-a-test")
        states = Counter(step.state.value for client in Client.query if client.account for step in steps_of(client))
        db.session.remove()
        db.engine.dispose()
    assert set(states) == {"done", "left", "open"}
    assert min(states.values()) > 1


def test_made_up_clients_do_not_come_into_a_practice_that_exists(app: Flask) -> None:
    with pytest.raises(AlreadySetUp):
        fill("demo-password-of-a-test")
    assert Client.query.count() == 0
