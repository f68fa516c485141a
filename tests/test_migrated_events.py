"""The record of an earlier version, whose chain anybody could have made anew, comes under the key."""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib import import_module
from pathlib import Path

import alembic.command
import pytest
from alembic.config import Config
from sqlalchemy import create_engine

from portal import config, create_app, data_folder, schema
from portal.audit import verify
from portal.config import Settings
from portal.extensions import db
from portal.models import Event
from tests.support.database import connect

COUNT = 5
renewal = import_module("migrations.versions.0008_events_under_a_key")


@pytest.fixture
def old(tmp_path: Path) -> Settings:
    settings = config.load({"PORTAL_DATA_DIR": str(tmp_path / "old")})
    data_folder.prepare(settings)
    config.use(settings)
    engine, alembic_config = create_engine(settings.database_url), Config()
    alembic_config.set_main_option("script_location", str(schema.migrations_folder()))
    with engine.begin() as connection:
        alembic_config.attributes["connection"] = connection
        alembic.command.upgrade(alembic_config, renewal.down_revision)
    engine.dispose()
    return settings


def _write(settings: Settings, count: int = COUNT) -> str:
    """Events as the earlier version wrote them; the hash of the last."""
    head = "0" * 64
    with closing(connect(settings)) as connection, connection:
        for number in range(1, count + 1):
            at, fields = f"2026-01-02 03:04:05.{number:06}", {"email": f"zoë{number}@例え.jp"}
            row = [number, f"{at.replace(' ', 'T')}+00:00", "mail_sent", "done", "system", None, None, None, None,
                   "192.0.2.1" if number % 2 else None, fields]  # fmt: skip
            canonical = json.dumps(row, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
            head = hashlib.sha256(f"{head}{canonical}".encode()).hexdigest()
            connection.execute(
                "INSERT INTO event (id, at, kind, result, actor, ip, fields, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (number, at, "mail_sent", "done", "system", row[9], json.dumps(fields), head),
            )
    return head


def _forge(settings: Settings, statement: str) -> None:
    with closing(connect(settings)) as connection, connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)


def _upgraded(settings: Settings, look: Callable[[], object]) -> object:
    with create_app(settings).app_context():
        try:
            schema.upgrade(settings, db.engine)
            return look()
        finally:
            db.session.remove()
            db.engine.dispose()


def _verdict_and_last() -> tuple[verify.Verdict, str]:
    last = db.session.query(Event).order_by(Event.id.desc()).first()
    return verify.verify(), last.sentence if last else ""


@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_every_event_stays_and_fits_and_the_old_head_is_recorded(
    at_once: int, old: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewal, "AT_ONCE", at_once)
    head = _write(old)
    verdict, told = _upgraded(old, _verdict_and_last)  # type: ignore[misc]
    assert (verdict.bad, verdict.count) == (None, COUNT + 1)
    assert told == f"Record put under a key; the {COUNT} events before it were unaltered; last hash {head}"


@pytest.mark.parametrize(
    ("statement", "bad"),
    [("UPDATE event SET ip = '192.0.2.99' WHERE id = 3", 3), ("UPDATE event SET hash = 'x' WHERE id = 5", 5),
     ("DELETE FROM event WHERE id = 2", 2), ("UPDATE event SET fields = 'no json' WHERE id = 4", 4),
     ("UPDATE event SET at = 'no time' WHERE id = 1", 1)],
)  # fmt: skip
def test_what_was_altered_before_is_recorded(statement: str, bad: int, old: Settings) -> None:
    _write(old)
    _forge(old, statement)
    _, told = _upgraded(old, lambda: (None, _last_fields(old)))  # type: ignore[misc]
    assert told["state"] == f"altered: event {bad} was not as written, or missing"


def _last_fields(settings: Settings) -> dict[str, str]:
    with closing(connect(settings)) as connection:
        (fields,) = connection.execute("SELECT fields FROM event ORDER BY id DESC LIMIT 1").fetchone()
    return json.loads(fields)  # type: ignore[no-any-return]


def test_a_record_without_events_needs_no_word_about_it(old: Settings) -> None:
    verdict, told = _upgraded(old, _verdict_and_last)  # type: ignore[misc]
    assert (verdict.count, verdict.bad, told) == (0, None, "")


def test_the_database_still_refuses_to_change_an_event(old: Settings) -> None:
    _write(old)
    _upgraded(old, _verdict_and_last)
    with closing(connect(old)) as connection:
        for statement in ("UPDATE event SET hash = hash", "DELETE FROM event"):
            with pytest.raises(sqlite3.IntegrityError, match="events are never changed"):
                connection.execute(statement)
