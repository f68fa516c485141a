"""What the mail server answered is written down, however long the data folder does not take it."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from flask import Flask

from portal import database, worker
from portal.config import Settings
from portal.extensions import db
from portal.mail.smtp_client import Mailer
from portal.mail.smtp_replies import Answer
from portal.models import Event
from portal.models.outgoing_mail import MailState
from tests.support import factories
from tests.support.post import newest, states
from tests.support.smtp import Receiver

TRIES = 3  # to write it down, while another program holds the lock


class Blocked(Mailer):
    """Another program takes the write lock as the first conversation begins; after some tries ``then`` happens."""

    def __init__(self, other: sqlite3.Connection, then: Callable[[], object]) -> None:
        super().__init__(on_step=self._count)
        self.other, self.then, self.talks, self.tries, self.has_answer = other, then, 0, 0, False

    def send(self, *args: Any, **options: Any) -> Answer:
        self.talks += 1
        if self.talks == 1:
            self.other.execute("BEGIN IMMEDIATE")
        answer = super().send(*args, **options)
        self.has_answer = True
        return answer

    def _count(self) -> None:
        """What the worker says of itself once it has the answer."""
        if self.has_answer and self.talks == 1:
            self.tries += 1
            if self.tries == TRIES:
                self.then()


@pytest.fixture
def other(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    """Of the other program; a fiftieth stands for the five seconds that the portal waits for the lock."""
    db.session.remove()
    db.engine.dispose()
    monkeypatch.setattr(database, "PRAGMAS", [pragma.replace("5000", "100") for pragma in database.PRAGMAS])
    monkeypatch.setattr(worker, "ROUND", 0.01)
    factories.theo()
    factories.invite(factories.nora())
    with closing(sqlite3.connect(settings.data_dir / "portal.sqlite3", isolation_level=None)) as connection:
        yield connection


@pytest.mark.parametrize(
    ("reply", "state", "kinds"),
    [(None, "sent", ["mail_sent"]), ("550 no", "failed", ["mail_failed"]), ("450 later", "waiting", [])],
)
def test_an_answer_that_cannot_be_written_down_is_kept_until_it_can(
    other: sqlite3.Connection, smtp: Receiver, reply: str | None, state: str, kinds: list[str]
) -> None:
    smtp.script["end"] = [reply] if reply else []
    with closing(Blocked(other, other.rollback)) as mailer:
        assert worker.work_once(mailer)
        assert mailer.talks == 1, "nothing else is sent meanwhile"
        assert mailer.tries == TRIES, "the worker goes on to say that it lives"
    assert states() == [state, MailState.WAITING]
    told = db.session.query(Event.kind).filter(Event.kind.in_(("mail_sent", "mail_failed")))
    assert [row.kind for row in told] == kinds


def test_after_it_the_others_go_out_and_nothing_goes_out_twice(other: sqlite3.Connection, smtp: Receiver) -> None:
    with closing(Blocked(other, other.rollback)) as mailer:
        while worker.work_once(mailer):
            pass
    assert (states(), len(smtp.messages)) == ([MailState.SENT] * 2, 2)


def test_a_worker_that_is_told_to_stop_leaves_the_mail_to_its_lease(other: sqlite3.Connection, smtp: Receiver) -> None:
    stop = threading.Event()
    with closing(Blocked(other, stop.set)) as mailer:
        assert worker.send_next(mailer, stop)
    other.rollback()
    assert (states(), newest().lease_holder) == ([MailState.SENDING, MailState.WAITING], None)


def test_a_stop_during_the_conversation_still_lets_the_answer_be_written_down(app: Flask, smtp: Receiver) -> None:
    factories.theo()
    stop = threading.Event()
    with closing(Mailer(on_step=stop.set)) as mailer:
        assert worker.send_next(mailer, stop)
    assert states() == [MailState.SENT]
