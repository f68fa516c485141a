"""The processes of a running portal, and what a stranger's slow lines do to it."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from portal.web.middleware.headers import HEADERS
from tests.support import factories
from tests.support.choices import choose
from tests.support.live import prepared
from tests.support.loops import everything
from tests.support.processes import family, kill, name_of, runs
from tests.support.server import Server, wait_until
from tests.support.slow_lines import KINDS, Target, held
from tests.support.wire import Wire

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str, str]]:
    """A portal of two web processes, the cookie of Dana and that of Rosa, who may send photos."""
    cookies = []

    def fill() -> None:
        choose(step_insurance="optional")
        account = factories.rosa().account
        assert account is not None
        cookies.append(factories.sign_in(account))

    with prepared(tmp_path_factory.mktemp("wire") / "live", fill, PORTAL_WORKERS="2") as (server, cookie):
        yield server, cookie, cookies[0]


def web_processes(server: Server) -> list[int]:
    assert server.process is not None
    children = family(server.process.pid)[1:]
    return [number for number in children if name_of(number) != "mail worker"]


def browser(server: Server, cookie: str) -> Wire:
    wire = Wire(server.port)
    wire.cookies["staff"] = cookie
    return wire


# 144
@pytest.mark.parametrize("kind", KINDS)
def test_two_hundred_lines_of_each_kind_cost_nobody_a_page(portal: tuple[Server, str, str], kind: str) -> None:
    server, cookie, rosas = portal
    with held(kind, Target(server.port, f"127.0.0.1:{server.port}", rosas), 200):
        began = time.monotonic()
        for path in ("/staff/clients", "/sign-in", "/health"):
            assert browser(server, cookie).get(path).status == 200
        assert time.monotonic() - began < 5  # a machine with much else to do; a thread would be held for 20 s


# 97, of what the program never sees
@pytest.mark.parametrize("said", [KINDS["HTTP/2"], KINDS["TLS"], KINDS["half a chunk"], lambda _: b"X" * 40_000])
def test_a_refusal_has_the_headers_of_a_page(portal: tuple[Server, str, str], said: Callable[[Target], bytes]) -> None:
    server, _, _ = portal
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(said(Target(server.port, f"127.0.0.1:{server.port}")))
        head = everything(line).partition(b"\r\n\r\n")[0].decode()
    names = [name.partition(":")[0].lower() for name in head.splitlines()[1:]]
    for name in ("Content-Security-Policy", "Cache-Control", *HEADERS):
        assert names.count(name.lower()) == 1, name
    assert "server" not in names and 400 <= int(head.split()[1]) < 500


def test_both_processes_answer_and_each_that_dies_is_started_again(portal: tuple[Server, str, str]) -> None:
    server, cookie, _ = portal
    first = web_processes(server)
    assert len(first) == 2
    for number in first:
        os.kill(number, signal.SIGSTOP)
        assert browser(server, cookie).get("/staff/clients").status == 200
        os.kill(number, signal.SIGCONT)
    kill(first)
    wait_until(lambda: len(web_processes(server)) == 2, "both are started again")
    assert browser(server, cookie).get("/staff/clients").status == 200
    assert not any(runs(number) for number in first)


def test_ctrl_c_ends_it_with_one_word_and_no_traceback(portal: tuple[Server, str, str]) -> None:
    server, _, rosas = portal
    everybody = family(server.process.pid if server.process else 0)
    with held("kept alive", Target(server.port, f"127.0.0.1:{server.port}", rosas), 20):
        for number in everybody:  # a terminal tells all of them
            os.kill(number, signal.SIGINT)
        assert server.process is not None and server.process.wait(15) == 0
    wait_until(lambda: not any(runs(number) for number in everybody), "nothing is left")
    log = server.log.read_text()
    assert "Stopping…" in log and "Traceback" not in log
