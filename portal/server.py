"""`portal serve`: the web processes and the mail worker under one supervisor."""

import hashlib
import os
import secrets
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from flask import Flask

from portal import config, create_app, data_folder, logs, schema, threads
from portal import worker as mail_worker
from portal.config import Settings
from portal.config_values import SettingError
from portal.extensions import db
from portal.practice import particulars
from portal.staff.practice.setup import ADDRESS_FILE
from portal.supervisor import Child, Supervisor
from portal.web import uploads
from portal.web.middleware import headers
from portal.wire.server import FINISHES_WITHIN, Server

BACKLOG = 1024  # connections not accepted yet


def serve(settings: Settings, started: Callable[[], None] = lambda: None) -> None:
    """Prepare data folder and schema, then serve until SIGTERM or SIGINT.

    ``started`` is called when the processes are there: a thread that begins before would be half in each of them.
    """
    refuse_taken_port(settings)
    warn_of_open_file(settings.data_dir / config.FILE)
    if not prepare(settings):
        announce_setup(settings)
    logs.set_up()
    with open_port(settings) as listener:
        print(f"Serving on {settings.public_url}", flush=True)
        pages = [Child("web process", partial(answer, listener)) for _ in range(settings.workers)]
        Supervisor([*pages, Child("mail worker", partial(send_mail, listener))]).run(started)


def open_port(settings: Settings) -> socket.socket:
    """The one socket that all web processes share: a free process takes the next visitor."""
    if ":" in settings.bind[0]:
        return socket.create_server(settings.bind, family=socket.AF_INET6, backlog=BACKLOG, dualstack_ipv6=True)
    return socket.create_server(settings.bind, backlog=BACKLOG)


def refuse_taken_port(settings: Settings) -> None:
    """Before anything is written, and before a migration is under way."""
    host, port = settings.bind
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was only just closed is free
            probe.bind((host, port))
    except OSError as error:
        raise SettingError("BIND", f"cannot listen on {host}:{port}: {os.strerror(error.errno or 0)}.") from error


def warn_of_open_file(file: Path) -> None:
    """The settings file, which may hold the password of the mail server."""
    if file.exists() and data_folder.is_open_to_others(file):
        print(f"{file} can be read by others; run: chmod 600 {file}", flush=True)


def prepare(settings: Settings) -> bool:
    """Folder, secret and schema, in this order; whether there is a practice."""
    data_folder.prepare(settings)
    with create_app(settings).app_context():
        schema.upgrade(settings, db.engine, partial(print, flush=True))
        is_set_up = particulars.is_set_up()
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


def answer(listener: socket.socket) -> None:
    """A web process, until SIGTERM."""
    os.umask(0o077)
    app = create_app()
    tempfile.tempdir = str(config.current().data_dir)  # photos on their way are as private as those that are kept
    server = Server(app, listener, partial(uploads.room, app), threads(), headers.of_every_answer())
    signal.signal(signal.SIGTERM, lambda *_: server.stop())
    server.run()
    close(app)


def send_mail(listener: socket.socket) -> None:
    """The mail worker's process: it shares nothing with the web processes but the data folder."""
    listener.close()
    work(stops=(signal.SIGTERM,))


def work(stops: tuple[signal.Signals, ...] = (signal.SIGTERM, signal.SIGINT)) -> None:
    """The mail worker, until one of these signals."""
    os.umask(0o077)
    logs.set_up()
    stop = threading.Event()
    for number in stops:
        signal.signal(number, lambda *_: end_soon(stop))
    app = create_app()
    with app.app_context():
        mail_worker.run(stop)
    close(app)


def close(app: Flask) -> None:
    """The last process to do so leaves the database as one file, without its -wal."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def end_soon(stop: threading.Event) -> None:
    """A mail server that says nothing must not hold the process; the next start frees the mail that it holds."""
    stop.set()
    late = threading.Timer(FINISHES_WITHIN, os._exit, (0,))
    late.daemon = True
    late.start()
