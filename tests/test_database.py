"""Migrations of a database that holds data: a backup first, then all or nothing."""

import re
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from portal import backups, config, create_app, data_folder, schema
from portal.config import Settings
from portal.extensions import db
from portal.mail.troubles import Trouble
from portal.schema import MigrationFailed
from tests.support import factories
from tests.support.cast import Person
from tests.support.database import EARLIER, HEAD, Rows, connect, contents, migrate
from tests.support.server import PORTAL, Server

# the reason as it was kept, what the mail server said, the name that the trouble has now
REFUSED = [
    ("no such mailbox", "550 5.1.1 no such user", "NO_MAILBOX"),
    ("the mail server refused the address", "554 5.7.1 Relay access denied", "POLICY"),
    ("the mail server refused the message", "550 5.7.26 DMARC", "POLICY"),
    ("the mailbox is full or the message too large", "552 5.2.2 Over quota", "FULL"),
    ("the mailbox is full or the message too large", "552 too much", "FULL_OR_LARGE"),
    ("the mail server refused the address", "550 no", "ADDRESS_REFUSED"),
]


Make = Callable[[str], Settings]


@pytest.fixture
def make(settings: Settings, tmp_path: Path) -> Make:
    """A database as this earlier revision left it, with the rows of several lives."""

    def make(revision: str) -> Settings:
        with create_app(settings).app_context():
            factories.make_practice()
            factories.theo()
            factories.ines()
            factories.send_reset(factories.rosa())
            for number in range(len(REFUSED)):
                factories.invite(factories.make_client(Person("Kim", f"Lee {number}", f"kim{number}@example.com")))
            db.session.remove()
            db.engine.dispose()
        old = config.load({"PORTAL_DATA_DIR": str(tmp_path / "old")})
        data_folder.prepare(old)
        migrate(old.database_url, revision)
        _copy_rows(settings, old)
        return old

    return make


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


# case 122
@pytest.mark.parametrize("revision", EARLIER)
def test_an_earlier_database_comes_to_the_newest_revision_with_every_row_and_a_backup(
    make: Make, revision: str
) -> None:
    old = make(revision)
    before = contents(old)
    rows = counts(before)
    assert rows["client"] == 3 + len(REFUSED) and rows["event"] > 1 and rows["outgoing_mail"] == 2 + len(REFUSED)
    said = upgrade(old)
    after = contents(old)
    rows["event"] += revision < "0008"  # how the record stood then
    assert {table: count for table, count in counts(after).items() if table in rows} == rows
    assert after["alembic_version"] == [(HEAD,)]
    with closing(connect(old)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT DISTINCT is_sample FROM outgoing_mail").fetchall() == [(0,)]
        with pytest.raises(sqlite3.IntegrityError, match="events are never changed"):
            connection.execute("DELETE FROM event")
    (copy,) = copies(old)
    assert said == [f"Backup made at {copy}", f"Schema brought up to date ({HEAD})"]
    assert copy.name.startswith(f"before-{HEAD}-")
    with closing(sqlite3.connect(copy)) as connection:
        assert {table: connection.execute(f'SELECT * FROM "{table}"').fetchall() for table in sorted(before)} == before


# what was refused before there were names is told by what the mail server said then
def test_a_mail_refused_before_the_upgrade_says_whose_trouble_it_is(make: Make) -> None:
    old = make("0005")
    with closing(connect(old)) as connection, connection:
        for number, (reason, said, _) in enumerate(REFUSED, 1):
            statement = "UPDATE outgoing_mail SET state = 'failed', reason = ?, server_said = ? WHERE id = ?"
            connection.execute(statement, (reason, said, number))
    upgrade(old)
    with closing(connect(old)) as connection:
        rows = connection.execute("SELECT trouble, reason FROM outgoing_mail WHERE state = 'failed' ORDER BY id")
        assert rows.fetchall() == [(name, Trouble[name].sentence) for _, _, name in REFUSED]


def test_a_new_database_and_one_that_is_up_to_date_need_no_backup(tmp_path: Path) -> None:
    settings = config.load({"PORTAL_DATA_DIR": str(tmp_path / "new")})
    data_folder.prepare(settings)
    for _ in range(2):
        assert upgrade(settings) == []
    assert copies(settings) == [] and contents(settings)["alembic_version"] == [(HEAD,)]


def test_where_no_backup_can_be_made_nothing_is_migrated_and_the_command_says_so_in_one_line(make: Make) -> None:
    old = make(EARLIER[-1])
    (old.data_dir / backups.FOLDER).write_text("in the way")
    before = contents(old)
    done = subprocess.run(
        [PORTAL, "serve"], env=Server(old.data_dir).environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(
        r"The database was left as it is, since no backup could be made: .+ File exists\.\n", done.stderr
    )
    assert contents(old) == before


def test_a_migration_that_cannot_end_well_changes_nothing(make: Make) -> None:
    old = make(EARLIER[0])
    with closing(connect(old)) as connection, connection:
        connection.execute("UPDATE email_address SET client_id = 999 WHERE id = 1")
    before = contents(old)
    with pytest.raises(MigrationFailed, match="rows of email_address would be left without their parent in client"):
        upgrade(old)
    assert contents(old) == before
