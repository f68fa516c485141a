"""`make demo`, or `python -m portal.demo`: served until it is stopped, and then gone."""

import os
import secrets
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import MutableMapping
from http.client import HTTPConnection, HTTPException

from portal import config, create_app, server
from portal.config import Settings
from portal.config_values import PREFIX, SettingError
from portal.demo.lives import USERNAME, fill
from portal.extensions import db
from portal.host_names import is_loopback

NO_MAIL = ("MAIL_SERVER", "MAIL_PORT", "MAIL_USERNAME", "MAIL_PASSWORD", "MAIL_SECURITY")


def main() -> None:
    """Serve until SIGTERM or SIGINT; a wrong setting is one line on standard error, exit status 2."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))  # until the server takes over; the folder goes in any case
    folder = tempfile.mkdtemp(prefix="client-portal-demo-")
    try:
        run(own_settings(os.environ, folder))
    except SettingError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def own_settings(environ: MutableMapping[str, str], folder: str) -> Settings:
    """The settings, with a data folder of its own and no mail server, also for the processes to come.

    Raises SettingError for another database or an address that others can reach.
    """
    if environ.get("PORTAL_DATABASE_URL"):
        raise SettingError("DATABASE_URL", "the demo keeps a database of its own; unset this.")
    if not is_loopback(environ.get("PORTAL_BIND", "127.0.0.1:8000").rpartition(":")[0]):
        raise SettingError("BIND", "the demo is for this machine only; use 127.0.0.1 and a port.")
    for name in NO_MAIL:  # mails to made-up people must not leave
        environ.pop(PREFIX + name, None)
    environ["PORTAL_DATA_DIR"] = folder
    return config.load(environ)


def run(settings: Settings) -> None:
    server.refuse_taken_port(settings)
    server.prepare(settings)
    password = f"quiet-lamps-{secrets.token_hex(5)}"  # the words, so that no draw is a password too many people use
    with create_app(settings).app_context():
        fill(password)
        db.session.remove()
        db.engine.dispose()  # a connection must not be shared with the processes to come
    line = f"Demo sign-in: {settings.public_url}/staff/sign-in {USERNAME} {password}"
    printing = threading.Thread(target=print_when_answering, args=(settings.bind, line), daemon=True)
    server.serve(settings, printing.start)


def print_when_answering(address: tuple[str, int], line: str) -> None:
    """The address works as soon as the line is printed."""
    pause = threading.Event()
    while not answers(address):
        pause.wait(0.02)
    print(f"{line}\nClients of the demo sign in with the same password; their profiles show the usernames.", flush=True)


def answers(address: tuple[str, int]) -> bool:
    connection = HTTPConnection(*address, timeout=5)
    try:
        connection.request("HEAD", "/health")
        return bool(connection.getresponse().status)
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    main()
