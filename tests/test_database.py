"""Migrations of a database that holds data: a backup first, then all or nothing."""

import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import alembic.command
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from portal import backups, config, create_app, data_folder, schema
from portal.config import Settings
from portal.extensions import db
from portal.mail.troubles import Trouble
from portal.schema import MigrationFailed
from tests.support import factories
from tests.support.database import Rows, connect, contents
from tests.support.server import PORTAL, Server

ALEMBIC = Config()
ALEMBIC.set_main_option("script_location", str(schema.migrations_folder()))
*EARLIER, HEAD = sorted(revision.revision for revision in ScriptDirectory.from_config(ALEMBIC).walk_revisions())


@pytest.fixture(params=EARLIER)
def old(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Settings:
    """A database as an earlier version left it, with the rows of several lives."""
    with create_app(settings).app_context():
        factories.make_practice()
        factories.theo()
        factories.ines()
        factories.send_reset(factories.rosa())
        db.session.remove()
        db.engine.dispose()
    old = config.load({"PORTAL_DATA_DIR": str(tmp_path / "old")})
    data_folder.prepare(old)
    _migrate(old, request.param)
    _copy_rows(settings, old)
    return old


def _migrate(settings: Settings, revision: str) -> None:
    engine = create_engine(settings.database_url)
    with engine.begin() as connection:
        ALEMBIC.attributes["connection"] = connection
        alembic.command.upgrade(ALEMBIC, revision)
    engine.dispose()


def _copy_rows(settings: Settings, old: Settings) -> None:
    """As far as the old schema has the columns."""
    with closing(connect(old)) as there, there:
        there.execute("ATTACH ? AS here", (settings.database_url.removeprefix("sqlite:///"),))
        for (table,) in there.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
            columns = ", ".join(f'"{row[1]}"' for row in there.execute(f'PRAGMA main.table_info("{table}")'))
            if table != "alembic_version":
                there.execute(f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM here."{table}"')


def upgrade(settings: Settings) -> list[str]:
    """What was said meanwhile."""
    said: list[str] = []
    with create_app(settings).app_context():
        try:
            schema.upgrade(settings, db.engine, said.append)
        finally:
            db.session.remove()
            db.engine.dispose()
    return said


def counts(rows: Rows) -> dict[str, int]:
    return {table: len(found) for table, found in rows.items()}


def copies(settings: Settings) -> list[Path]:
    return sorted(settings.data_dir.glob("backups/*"))


# 122
def test_an_earlier_database_comes_to_the_newest_revision_with_every_row(old: Settings) -> None:
    was_without_key = contents(old)["alembic_version"] < [("0008",)]
    before = counts(contents(old))
    assert before["client"] == 3 and before["event"] > 1 and before["outgoing_mail"] == 2
    upgrade(old)
    after = contents(old)
    before["event"] += was_without_key  # how the record stood then
    assert {table: count for table, count in counts(after).items() if table in before} == before
    assert after["alembic_version"] == [(HEAD,)]
    with closing(connect(old)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        with pytest.raises(sqlite3.IntegrityError, match="events are never changed"):
            connection.execute("DELETE FROM event")


def test_what_it_held_before_is_kept_in_a_backup(old: Settings) -> None:
    before = contents(old)
    said = upgrade(old)
    (copy,) = copies(old)
    assert said == [f"Backup made at {copy}", f"Schema brought up to date ({HEAD})"]
    assert copy.name.startswith(f"before-{HEAD}-")
    with closing(sqlite3.connect(copy)) as connection:
        assert {table: connection.execute(f'SELECT * FROM "{table}"').fetchall() for table in sorted(before)} == before


def test_mails_of_an_earlier_version_are_no_samples(old: Settings) -> None:
    upgrade(old)
    with closing(connect(old)) as connection:
        assert connection.execute("SELECT DISTINCT is_sample FROM outgoing_mail").fetchall() == [(0,)]


# what was refused before there were names is told by what the mail server said then
@pytest.mark.parametrize(
    ("reason", "said", "trouble"),
    [
        ("no such mailbox", "550 5.1.1 no such user", "NO_MAILBOX"),
        ("the mail server refused the address", "554 5.7.1 Relay access denied", "POLICY"),
        ("the mail server refused the message", "550 5.7.26 DMARC", "POLICY"),
        ("the mailbox is full or the message too large", "552 5.2.2 Over quota", "FULL"),
        ("the mailbox is full or the message too large", "552 too much", "FULL_OR_LARGE"),
        ("the mail server refused the address", "550 no", "ADDRESS_REFUSED"),
    ],
)
def test_a_mail_refused_before_the_upgrade_says_whose_trouble_it_is(
    settings: Settings, tmp_path: Path, reason: str, said: str, trouble: str
) -> None:
    with create_app(settings).app_context():
        factories.make_practice()
        factories.theo()
        db.session.remove()
        db.engine.dispose()
    old = config.load({"PORTAL_DATA_DIR": str(tmp_path / "old")})
    data_folder.prepare(old)
    _migrate(old, "0005")
    _copy_rows(settings, old)
    with closing(connect(old)) as connection, connection:
        connection.execute("UPDATE outgoing_mail SET state = 'failed', reason = ?, server_said = ?", (reason, said))
    upgrade(old)
    with closing(connect(old)) as connection:
        (row,) = connection.execute("SELECT trouble, reason FROM outgoing_mail").fetchall()
    assert row == (trouble, Trouble[trouble].sentence)


def test_a_new_database_and_one_that_is_up_to_date_need_no_backup(tmp_path: Path) -> None:
    settings = config.load({"PORTAL_DATA_DIR": str(tmp_path / "new")})
    data_folder.prepare(settings)
    for _ in range(2):
        assert upgrade(settings) == []
    assert copies(settings) == [] and contents(settings)["alembic_version"] == [(HEAD,)]


def test_where_no_backup_can_be_made_nothing_is_migrated_and_the_command_says_so_in_one_line(old: Settings) -> None:
    (old.data_dir / backups.FOLDER).write_text("in the way")
    before = contents(old)
    done = subprocess.run(
        [PORTAL, "serve"], env=Server(old.data_dir).environment, capture_output=True, text=True, timeout=20, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(
        r"The database was left as it is, since no backup could be made: .+ File exists\.\n", done.stderr
    )
    assert contents(old) == before


def test_a_migration_that_cannot_end_well_changes_nothing(old: Settings) -> None:
    with closing(connect(old)) as connection, connection:
        connection.execute("UPDATE email_address SET client_id = 999 WHERE id = 1")
    before = contents(old)
    with pytest.raises(MigrationFailed, match="rows of email_address would be left without their parent in client"):
        upgrade(old)
    assert contents(old) == before
