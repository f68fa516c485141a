"""`portal serve`: the web server and the mail worker under one supervisor."""

import ctypes
import hashlib
import logging
import multiprocessing
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal import config, create_app, database, logs, storage, threads
from portal.config import Settings
from portal.config_values import SettingError
from portal.credentials import practice
from portal.extensions import db
from portal.mail import worker as mail_worker
from portal.staff.setup import ADDRESS_FILE

log = logging.getLogger(__name__)
PR_SET_PDEATHSIG = 1  # prctl(2)
RESTART_AFTER = (0.5, 1.0, 2.0, 5.0, 10.0)  # seconds before the worker is started again
LIVED_LONG = 60.0
WORKER_STOPS_WITHIN = 8.0


def serve(settings: Settings) -> None:
    """Prepare data folder and schema, then serve until SIGTERM or SIGINT."""
    refuse_taken_port(settings)
    if not prepare(settings):
        announce_setup(settings)
    host, port = settings.bind
    print(f"Serving on {settings.public_url}", flush=True)
    server = Granian(
        "portal.server:web_app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=threads(),
        backpressure=64,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        websockets=False,
        factory=True,
        log_access=False,
        log_level=LogLevels.error,
    )
    supervisor = WorkerSupervisor([sys.executable, "-m", "portal.cli", "worker", "--parent", str(os.getpid())])
    server.on_startup(supervisor.start)
    server.on_shutdown(supervisor.stop)
    server.serve()


def refuse_taken_port(settings: Settings) -> None:
    """Granian shares its port (SO_REUSEPORT): two portals on one would each answer some of the requests."""
    host, port = settings.bind
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what only just ended is not in the way
            probe.bind((host, port))
    except OSError as error:
        raise SettingError("BIND", f"cannot listen on {host}:{port}: {os.strerror(error.errno or 0)}.") from error


def prepare(settings: Settings) -> bool:
    """Folder, secret and schema, in this order; whether there is a practice."""
    storage.prepare(settings)
    with create_app(settings).app_context():
        database.upgrade(settings, db.engine)
        is_set_up = practice.is_set_up()
        db.session.remove()
        db.engine.dispose()  # a connection must not be shared with the processes to come
    (settings.data_dir / ADDRESS_FILE).unlink(missing_ok=True)
    return is_set_up


def announce_setup(settings: Settings) -> None:
    """A new one-time code, on the terminal or in a file that only its user can read."""
    code = secrets.token_urlsafe(24)
    address = f"{settings.public_url}/setup?code={code}"
    os.environ[config.SETUP_CODE_HASH] = hashlib.sha256(code.encode()).hexdigest()  # for the workers
    if sys.stdout.isatty():
        print(f"Set up the portal here:\n{address}", flush=True)
    else:
        file = settings.data_dir / ADDRESS_FILE
        file.touch(mode=0o600)
        file.write_text(address + "\n")
        print(f"The address to set up the portal is in {file}", flush=True)


def web_app() -> Flask:
    """The application of one web process."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        follow(parent.pid)
    os.umask(0o077)
    logs.set_up()
    return create_app()


def work(parent: int | None) -> None:
    """The mail worker's process: until SIGTERM or SIGINT, and not longer than ``parent`` where one is named."""
    if parent is not None:
        follow(parent)
    os.umask(0o077)
    logs.set_up()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with create_app().app_context():
        mail_worker.run(stop)


def follow(parent: int) -> None:
    """Ask the kernel to end this process with its parent, so that nothing is left after a kill -9."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(0)


class WorkerSupervisor:
    """Keeps one mail worker running, started from one thread that lives as long as this process:
    the kernel ends a child with the thread that started it."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.stopping, self.started = threading.Event(), threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.thread = threading.Thread(target=self._keep_running, name="mail-worker", daemon=True)

    def start(self) -> None:
        """Returns when the worker runs: a web process forked while Popen is at work keeps its pipe open,
        and Popen waits for the end of that pipe."""
        self.thread.start()
        self.started.wait(WORKER_STOPS_WITHIN)

    def stop(self) -> None:
        self.stopping.set()
        if self.process is not None:
            self.process.terminate()
        self.thread.join(WORKER_STOPS_WITHIN)
        if self.thread.is_alive() and self.process is not None:
            self.process.kill()  # a silent mail server holds it; the next start frees its lease
            self.thread.join(WORKER_STOPS_WITHIN)

    def _keep_running(self) -> None:
        failures = 0
        while not self.stopping.is_set():
            ended = self._run_once()
            failures = 0 if ended else failures + 1
            if not self.stopping.is_set():
                log.warning("the mail worker ended and is started again")
                self.stopping.wait(RESTART_AFTER[min(failures, len(RESTART_AFTER) - 1)])

    def _run_once(self) -> bool:
        """Whether it lived long enough to count as well."""
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL)
        self.started.set()
        if self.stopping.is_set():  # stop() came before there was a process to end
            self.process.terminate()
        try:
            self.process.wait(LIVED_LONG)
        except subprocess.TimeoutExpired:
            self.process.wait()
            return True
        return False
