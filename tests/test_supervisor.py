"""How a portal ends: within two seconds, with one word, whatever it is busy with."""

import re
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from tests.support.hanging import HangingServer
from tests.support.live import prepared
from tests.support.server import PORTAL, Server, wait_until
from tests.support.slow_lines import Target, held
from tests.support.terminal import Terminal
from tests.support.wire import Wire

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
MAKE = ["make", f"VENV={sys.prefix}", f"--old-file={sys.prefix}/.installed", "run"]
SERVE = [str(PORTAL), "serve"]
SOMEBODY = {"first_name": "Theo", "last_name": "Nakamura", "birth_date": "1995-07-02", "provider": ""}
SERVES = re.compile(r"Serving on .+\n").search  # the whole line
Ending = Callable[[Terminal], tuple[float, str]]


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path / "live", PORTAL_WORKERS="2")


def open_terminal(server: Server, command: list[str]) -> Terminal:
    return Terminal(ROOT, command, server.environment)


@pytest.mark.parametrize(
    ("command", "end", "status"),
    [(MAKE, Terminal.press_ctrl_c, -2), (SERVE, Terminal.press_ctrl_c, 0), (SERVE, Terminal.terminate, 0)],
    ids=["make run", "portal serve", "SIGTERM"],
)
def test_it_ends_with_one_word(server: Server, command: list[str], end: Ending, status: int) -> None:
    terminal = open_terminal(server, command)
    terminal.read_until(SERVES)
    seconds, said = end(terminal)
    assert (said, terminal.status) == ("Stopping…\n", status)
    assert seconds < 2


@pytest.mark.parametrize("after", [0.2, 0.8, 1.4])
def test_it_ends_with_one_word_while_it_starts(server: Server, after: float) -> None:
    terminal = open_terminal(server, SERVE)
    terminal.read_for(after)
    seconds, said = terminal.press_ctrl_c()
    assert (said, terminal.status) == ("Stopping…\n", 0)
    assert seconds < 2


@contextmanager
def held_form(server: Server, dana: Wire) -> Iterator[None]:
    """Somebody has sent a form, and whoever else writes to the database does not come to an end."""
    with closing(sqlite3.connect(server.folder / "portal.sqlite3", isolation_level=None)) as other:
        dana.get("/staff/clients/new")
        other.execute("BEGIN IMMEDIATE")
        sending = threading.Thread(target=_send, args=(dana,))
        sending.start()
        yield
        sending.join(10)


def _send(dana: Wire) -> None:
    """Its answer is cut off."""
    try:
        dana.post("/staff/clients/new", SOMEBODY)
    except OSError:
        return


def test_it_ends_in_time_while_a_form_a_photo_and_a_mail_hang(tmp_path: Path) -> None:
    with ExitStack() as stack:
        mail_server = stack.enter_context(HangingServer())
        ready = prepared(tmp_path / "live", lambda: None, mail_server.port, PORTAL_WORKERS="2")
        server, cookie = stack.enter_context(ready)
        server.stop()
        terminal = open_terminal(server, SERVE)
        terminal.read_until(SERVES)
        wait_until(server.answers, "the pages are there", 20)
        dana = browser(server, cookie)
        dana.get("/staff/clients/new")
        profile = dana.post("/staff/clients/new", SOMEBODY | {"email": "theo@example.com"}).location
        dana.get(profile)
        dana.post(f"{profile}/invitations", {})
        wait_until(lambda: mail_states(server) == ["sending"], "the mail is under way", 20)
        stack.enter_context(held("half an upload", Target(server.port, f"127.0.0.1:{server.port}"), 2))
        stack.enter_context(held_form(server, dana))
        seconds, said = terminal.press_ctrl_c()
    assert (said, terminal.status) == ("Stopping…\n", 0)
    assert seconds < 2


def browser(server: Server, cookie: str) -> Wire:
    wire = Wire(server.port)
    wire.cookies["staff"] = cookie
    return wire


def mail_states(server: Server) -> list[str]:
    with closing(sqlite3.connect(server.folder / "portal.sqlite3")) as connection:
        return [state for (state,) in connection.execute("SELECT state FROM outgoing_mail")]
