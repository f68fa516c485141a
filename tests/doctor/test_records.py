"""The database: each thing that can be wrong with it, done to it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from flask import Flask

from portal.config import Settings
from portal.database import writing
from portal.extensions import db
from portal.models import Practice
from tests.conftest import Clock
from tests.doctor.conftest import Look
from tests.support import factories
from tests.support.database import connect

ALL = ["database", "integrity", "schema", "events", "clock"]


def harm(settings: Settings, *statements: str) -> None:
    """As somebody would who has the file and knows nothing of the program's own session."""
    db.session.remove()
    db.engine.dispose()
    with closing(connect(settings)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def tear(settings: Settings) -> None:
    """The root page of a table is lost."""
    db.session.remove()
    db.engine.dispose()
    with closing(connect(settings)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'event'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with (settings.data_dir / "portal.sqlite3").open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)


def test_a_database_in_use_is_well(app: Flask, look: Look, settings: Settings, clock: Clock) -> None:
    factories.theo()
    assert {name: look(name, settings).mark for name in ALL} == dict.fromkeys(ALL, "ok")


def test_a_database_that_is_not_there_is_not_made(look: Look, settings: Settings) -> None:
    file = settings.data_dir / "portal.sqlite3"
    file.unlink()
    assert look("database", settings).found == f"there is none at {file}"
    assert not file.exists()


def test_a_database_that_another_program_holds_is_told(
    look: Look, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[..., sqlite3.Connection] = sqlite3.connect
    monkeypatch.setattr("portal.doctor.records.sqlite3.connect", lambda *a, **k: real(*a, **k | {"timeout": 0.05}))
    with closing(connect(settings)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert look("database", settings).found.endswith("cannot be used: database is locked")


def test_a_torn_page_is_told(app: Flask, look: Look, settings: Settings) -> None:
    factories.theo()
    tear(settings)
    finding = look("integrity", settings)
    assert finding.is_wrong and finding.advice == "Stop the portal and put back the newest backup that is whole."


def test_a_row_whose_parent_is_gone_is_told(app: Flask, look: Look, settings: Settings) -> None:
    factories.theo()
    harm(settings, "PRAGMA foreign_keys = OFF", "DELETE FROM client")
    assert "belongs to a row of client that is gone" in look("integrity", settings).found


@pytest.mark.parametrize(
    ("revision", "advice"),
    [
        ("0001", "Start the portal again: it brings it up to date."),
        ("0999", "Install the version that was here before."),
    ],
)
def test_a_schema_of_another_version_is_told(look: Look, settings: Settings, revision: str, advice: str) -> None:
    harm(settings, f"UPDATE alembic_version SET version_num = '{revision}'")
    assert look("schema", settings).advice == advice


def test_an_event_that_was_altered_is_named(app: Flask, look: Look, settings: Settings) -> None:
    factories.theo(), factories.invite(factories.nora())
    harm(settings, *_without_triggers(settings), "UPDATE event SET ip = '192.0.2.9' WHERE id = 2")
    assert look("events", settings).found == "event 2 was altered or is missing; the 1 before it are as they were"


def _without_triggers(settings: Settings) -> list[str]:
    with closing(connect(settings)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    return [f"DROP TRIGGER {name}" for (name,) in names]


@pytest.mark.parametrize(("seconds", "mark"), [(-1, "WRONG"), (0, "ok")])
def test_a_clock_before_the_newest_event_is_told(
    app: Flask, look: Look, settings: Settings, clock: Clock, seconds: float, mark: str
) -> None:
    factories.theo()
    clock.move(seconds=seconds)
    assert look("clock", settings).mark == mark


def test_a_zone_that_this_machine_does_not_know_is_told_and_without_a_practice_there_is_none_yet(
    app: Flask, look: Look, settings: Settings
) -> None:
    with writing():
        Practice.one().time_zone = "Mars/Olympus_Mons"
    assert look("clock", settings).found == "the zone Mars/Olympus_Mons is not known"
    with writing():
        db.session.delete(Practice.one())
    assert look("clock", settings).mark == "off"
