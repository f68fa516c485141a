"""What the worker does besides mail, by the clock."""

import logging
import threading
from contextlib import closing
from datetime import timedelta

import pytest
from flask import Flask

from portal import config, logs, worker
from portal.audit import heads
from portal.authentication import sessions
from portal.authentication.sessions import Browser
from portal.clients import records
from portal.credentials import links
from portal.data_folder import SECRET_FILE
from portal.database import writing
from portal.extensions import db
from portal.limits import attempts, floods
from portal.mail import outbox
from portal.mail.smtp_client import Mailer
from portal.models import Attempt, DeviceMark, Link, OutgoingMail
from portal.models.event import Actor
from portal.models.link import LinkState
from tests.conftest import START, Clock
from tests.support import factories
from tests.support.links import kinds_since, last_event
from tests.support.smtp import Receiver


class OneRound(threading.Event):
    """Told to stop where the worker would wait for its next round."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


def test_it_deletes_old_counters_marks_and_links(app: Flask, clock: Clock) -> None:
    rosa = factories.rosa()
    assert rosa.account is not None
    attempts.count((attempts.SIGN_IN_NAME, "a key"))
    used = factories.send_reset(rosa)
    with writing():
        sessions.start(rosa.account, Browser("192.0.2.1", "A browser", "A" * 22))
        links.spend(used, "nonce")
    clock.move(days=401)
    factories.send_reset(rosa)
    assert [db.session.query(model).count() for model in (Attempt, DeviceMark, Link)] == [1, 1, 2]
    worker.run(OneRound())
    assert [db.session.query(model).count() for model in (Attempt, DeviceMark, Link)] == [0, 0, 1]


def test_each_minute_it_tells_what_is_over_and_notes_the_newest_event(app: Flask, clock: Clock) -> None:
    rosa = factories.rosa()
    for number in range(floods.TOLD + 1):
        records.choose_language(rosa, ("es", "en")[number % 2], Actor("client", client_id=rosa.id))
    before = last_event()
    clock.move(hours=1)
    worker.run(OneRound())
    head = heads.read()
    assert kinds_since(before) == ["languages_chosen"]
    assert head is not None and head.count == last_event()


def test_without_the_secret_a_mail_that_was_sent_is_not_forgotten(
    app: Flask, smtp: Receiver, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "trouble", logs.RareWarnings(worker.log))
    rosa = factories.rosa()
    with writing():
        outbox.put("password_changed", rosa.emails[0].address, client_id=rosa.id)
    secret = config.current().data_dir / SECRET_FILE
    secret.chmod(0o644)
    with caplog.at_level(logging.WARNING), closing(Mailer()) as mailer:
        worker.send_next(mailer, OneRound())
    secret.chmod(0o600)
    assert len(smtp.messages) == 1 and "could not be written down" in caplog.text
    assert db.session.query(OutgoingMail).one().state == "sending"


def test_a_worker_that_starts_while_the_clock_is_behind_ends_no_link(app: Flask, clock: Clock) -> None:
    number = factories.invite(factories.nora()).id
    clock.to(START - timedelta(days=2))
    worker.run(OneRound())
    clock.to(START + timedelta(minutes=1))
    assert db.session.get_one(Link, number).state(clock.now) is LinkState.LIVE
