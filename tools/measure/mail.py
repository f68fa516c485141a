"""Figures of the mail worker, and of the pages while a mail server is in trouble. Part of `make measure`."""

import os
import random
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal import config, create_app
from portal.config_values import MailServer
from portal.extensions import db
from tests.support import crowd
from tests.support.certificates import Authority
from tests.support.faults import FAULTS, TAKEN, Fault
from tests.support.figures import ask_for_resets, fetch, show, timed
from tests.support.live import prepared
from tests.support.processes import family, name_of
from tests.support.server import Server
from tests.support.smtp import Receiver
from tests.support.wire import Wire

IDLE_FOR, CLICKS, MAILS = 20.0, 20, 1000


def measure(folder: Path) -> None:
    idle_and_clicks(folder / "clicks")
    thousand_mails(folder / "thousand")
    pages_in_every_fault(folder)


def idle_and_clicks(folder: Path) -> None:
    with Receiver() as receiver, prepared(folder, lambda: crowd.fill(100), receiver.port) as (server, cookie):
        worker = worker_of(server)
        before = cpu_seconds(worker)
        threading.Event().wait(IDLE_FOR)
        show("mail worker when idle, memory", memory_mb(worker), 100, "MB")
        show("mail worker when idle", (cpu_seconds(worker) - before) / IDLE_FOR * 100, 0.5, "% of a core")
        wire, chance = Wire(server.port), random.Random(20261124)
        wire.cookies["staff"] = cookie
        times = []
        for number in range(4, 5 * CLICKS, 5):  # those who are not set up
            page = f"/staff/clients/client-{number}"
            wire.get(page)
            threading.Event().wait(chance.uniform(0, 0.5))
            times.append(timed(lambda: clicked(wire, page, receiver)))  # noqa: B023
        show(f"from the click to the mail at the mail server, longest of {CLICKS}", max(times), 1.0, "s")


def clicked(wire: Wire, page: str, receiver: Receiver) -> None:
    awaited = len(receiver.messages) + 1
    assert wire.post(f"{page}/invitations", {}).status == 303
    receiver.wait_for(awaited)


def thousand_mails(folder: Path) -> None:
    with Receiver() as receiver, prepared(folder, lambda: None, receiver.port) as (server, _):
        worker = worker_of(server)
        with create_app(
            config.load({k: v for k, v in server.environment.items() if k.startswith("PORTAL_")})
        ).app_context():
            crowd.queue(MAILS)
            began = time.perf_counter()
            db.session.remove()
            db.engine.dispose()
        receiver.wait_for(MAILS, 120)
        took = time.perf_counter() - began
        show(f"{MAILS} mails that wait", MAILS / took, 50, "a second", at_least=True)
        show("connections for them", receiver.connections, MAILS / 50, "connections")
        show("mail worker, memory after them", memory_mb(worker), 100, "MB")


def pages_in_every_fault(folder: Path) -> None:
    """A profile and a forgotten password, in turn with a mail server that is well and with one in this trouble."""
    patch = pytest.MonkeyPatch()
    authority = Authority(folder, patch)
    base, faults = folder / "base", (*FAULTS, TAKEN)
    active = 5 * 59 * (len(faults) + 1)
    with prepared(base, lambda: crowd.fill(active)) as (_, cookie):
        pass
    with Receiver() as receiver, on_a_copy(base, "well", MailServer("127.0.0.1", receiver.port, "none")) as well:
        for batch, fault in enumerate(faults):
            compare(batch, fault, authority, base, well, cookie)
    patch.undo()


def compare(batch: int, fault: Fault, authority: Authority, base: Path, well: Server, cookie: str) -> None:
    with fault.begun(authority) as (mail_server, _), on_a_copy(base, f"fault-{batch}", mail_server) as troubled:
        asking = [pages(server, batch, cookie) for server in (well, troubled)]
        pairs = list(zip(*asking, strict=True))[10:]
    shutil.rmtree(troubled.folder)
    healthy, other = (sorted(times) for times in zip(*pairs, strict=True))
    show(f"pages, {fault.name}, median", statistics.median(other) / statistics.median(healthy), 1.2, "times")
    show(f"pages, {fault.name}, 95 %", other[-len(other) // 20] / healthy[-len(healthy) // 20], 2.0, "times")


def pages(server: Server, batch: int, cookie: str) -> Iterator[float]:
    for asked in ask_for_resets(server, batch):
        yield asked + timed(lambda: fetch(server, "/staff/clients/client-7", f"staff={cookie}"))


@contextmanager
def on_a_copy(base: Path, name: str, mail_server: MailServer) -> Iterator[Server]:
    folder = shutil.copytree(base, base.with_name(name))
    settings = {"PORTAL_MAIL_SERVER": mail_server.host, "PORTAL_MAIL_SECURITY": mail_server.security}
    if mail_server.username and mail_server.password:
        settings |= {"PORTAL_MAIL_USERNAME": mail_server.username, "PORTAL_MAIL_PASSWORD": mail_server.password}
    if mail_server.host == "mail.invalid":  # a portal on loopback takes only a name that looks like loopback
        settings["PORTAL_MAIL_SERVER"] = "localhost.localdomain"
    port = {"PORTAL_MAIL_PORT": str(mail_server.port), "PORTAL_TRUSTED_PROXIES": "127.0.0.1"}
    with Server(folder, **settings, **port) as server:
        yield server


def worker_of(server: Server) -> int:
    assert server.process is not None
    (found,) = (n for n in family(server.process.pid) if name_of(n) == "mail worker")
    return found


def cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # utime and stime, proc(5)


def memory_mb(process: int) -> float:
    (line,) = (line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
