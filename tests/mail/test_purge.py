"""The worker clears what is over, beside sending mail."""

import threading
from datetime import timedelta

from flask import Flask

from portal import clock, worker
from portal.authentication import sessions
from portal.authentication.sessions import Browser
from portal.credentials import links
from portal.database import writing
from portal.extensions import db
from portal.limits import attempts
from portal.models import Attempt, DeviceMark, Link
from tests.support import factories
from tests.support.server import wait_until


def test_a_running_worker_deletes_old_counters_marks_and_links(app: Flask) -> None:
    rosa = factories.rosa()
    assert rosa.account is not None
    with clock.at(clock.now() - timedelta(days=401)):
        attempts.count((attempts.SIGN_IN_NAME, "a key"))
        with writing():
            sessions.start(rosa.account, Browser("192.0.2.1", "A browser", "A" * 22))
        used = factories.send_reset(rosa)
        with writing():
            links.spend(used, "nonce")
    factories.send_reset(rosa)
    stop = threading.Event()

    def work() -> None:
        with app.app_context():
            worker.run(stop)

    def left() -> list[int]:
        db.session.rollback()
        return [db.session.query(model).count() for model in (Attempt, DeviceMark, Link)]

    assert left() == [1, 1, 2]
    thread = threading.Thread(target=work)
    thread.start()
    try:
        wait_until(lambda: left() == [0, 0, 1], "the purge", 30)
    finally:
        stop.set()
        thread.join()
