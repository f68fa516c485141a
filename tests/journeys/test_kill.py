"""The server ends at the worst moment: no mail is lost, none is sent twice for nothing, no process is left."""

import random
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.extensions import db
from portal.models import Client
from tests.support import factories
from tests.support.cast import Person
from tests.support.live import prepared
from tests.support.mails import link_in
from tests.support.processes import family, kill, name_of, runs
from tests.support.server import Server, wait_until
from tests.support.smtp import Receiver
from tests.support.wire import Wire

pytestmark = pytest.mark.slow
ROUNDS = 3
SEED = 20261123
public_ids: dict[int, str] = {}


def address(number: int) -> str:
    return f"client{number}@example.com"


@pytest.fixture
def running(tmp_path: Path, smtp: Receiver) -> Iterator[tuple[Server, Wire]]:
    """A server with a few clients, and Dana's browser."""

    def fill() -> None:
        for number in range(ROUNDS):
            factories.make_client(Person("Kim", str(number), address(number)))
        public_ids.update({int(client.last_name): client.public_id for client in db.session.query(Client)})

    with prepared(tmp_path / "live", fill, smtp.port) as (server, cookie):
        wire = Wire(server.port)
        wire.cookies["staff"] = cookie
        yield server, wire


def invite(wire: Wire, number: int) -> None:
    page = f"/staff/clients/{public_ids[number]}"
    assert wire.get(page).status == 200
    assert wire.post(f"{page}/invitations", {}).status == 303


def states(server: Server) -> list[str]:
    connection = sqlite3.connect(server.folder / "portal.sqlite3", timeout=5)
    try:
        return [state for (state,) in connection.execute("SELECT state FROM outgoing_mail ORDER BY id")]
    finally:
        connection.close()


def members(server: Server) -> list[int]:
    """Parent, web process, mail worker, and what they may have started."""
    assert server.process is not None
    found = family(server.process.pid)
    assert len(found) >= 3, "a parent, a web process and a mail worker"
    return found


def test_kill_9_right_after_the_answer_loses_no_mail_and_repeats_only_what_was_on_its_way(
    running: tuple[Server, Wire], smtp: Receiver
) -> None:
    server, wire = running
    chance = random.Random(SEED)
    for number in range(ROUNDS):
        everybody = members(server)
        invite(wire, number)
        threading.Event().wait(chance.uniform(0, 0.6))  # the worker looks every half second
        if number % 2:
            kill(everybody)
        server.kill()
        wait_until(lambda: not any(runs(process) for process in everybody), "nothing is left", 10)  # noqa: B023
        was_sent = states(server)[number] == "sent"
        before = smtp.recipients.count(address(number))
        server.start()
        wait_until(lambda: states(server)[number] == "sent", "the mail is sent", 10)  # noqa: B023
        mails = [mail for mail in smtp.messages if mail["To"] == address(number)]
        assert len(mails) == 1 or (before == 1 and not was_sent and len(mails) == 2), (number, before, was_sent)
        assert len({(mail["Message-ID"], link_in(mail)) for mail in mails}) == 1
    assert states(server) == ["sent"] * ROUNDS
    assert sorted(set(smtp.recipients)) == sorted(address(number) for number in range(ROUNDS))


# case 102
def test_kill_9_after_the_server_took_the_mail_and_before_its_answer_sends_it_once_more(
    running: tuple[Server, Wire], smtp: Receiver
) -> None:
    server, wire = running
    smtp.silent_after_data = 1
    everybody = members(server)
    invite(wire, 0)
    smtp.wait_for(1)
    kill(everybody)
    server.kill()
    assert states(server) == ["sending"]
    server.start()
    wait_until(lambda: states(server) == ["sent"], "the mail is sent", 10)
    invite(wire, 1)
    smtp.wait_for(3)
    first, second, other = smtp.messages
    assert (first["Message-ID"], link_in(first)) == (second["Message-ID"], link_in(second))
    assert other["To"] == address(1)


def test_nothing_is_left_when_the_parent_alone_is_killed(running: tuple[Server, Wire]) -> None:
    server, _ = running
    everybody = members(server)
    server.kill()
    wait_until(lambda: not any(runs(process) for process in everybody), "nothing is left", 5)


def test_a_mail_worker_that_was_killed_is_started_again_and_sends(running: tuple[Server, Wire], smtp: Receiver) -> None:
    server, wire = running
    everybody = members(server)
    worker = [process for process in everybody if name_of(process) == "mail worker"]
    kill(worker)
    invite(wire, 0)
    smtp.wait_for(1)
    wait_until(lambda: states(server) == ["sent"], "it is settled", 5)
    assert [process for process in everybody if not runs(process)] == worker


# case 126
def test_sigterm_ends_everything_within_fifteen_seconds_while_a_mail_hangs(
    running: tuple[Server, Wire], smtp: Receiver
) -> None:
    server, wire = running
    everybody = members(server)
    smtp.silent_for = [address(0)]
    invite(wire, 0)
    wait_until(lambda: not smtp.silent_for, "the worker waits for an answer", 10)
    assert server.process is not None
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(15) == 0
    wait_until(lambda: not any(runs(process) for process in everybody), "nothing is left", 15)
    assert time.monotonic() - began < 15


# case 126
def test_sigterm_lets_a_request_finish(running: tuple[Server, Wire]) -> None:
    server, wire = running
    wire.get(f"/staff/clients/{public_ids[0]}")
    answers: list[int] = []
    fields = {
        "username": "nobody.here",
        "password": "seven quiet lamps at noon",
    }  # it costs a hash: the slowest request
    wire.get("/sign-in")
    asking = threading.Thread(target=lambda: answers.append(wire.post("/sign-in", fields).status))
    asking.start()
    threading.Event().wait(0.03)
    server.stop()
    asking.join(10)
    assert answers == [422]
