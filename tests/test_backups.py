"""Copies of the database: whole, checked, for their user alone."""

import os
import re
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from portal import backups
from portal.backups import BackupFailed
from portal.config import Settings
from tests.conftest import Clock


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def busy(settings: Settings) -> Iterator[sqlite3.Connection]:
    """Somebody who has the database open and has written to it; what was committed is still in the -wal file."""
    connection = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute("CREATE TABLE leaf (word TEXT)")
    connection.execute("INSERT INTO leaf VALUES ('maple')")
    yield connection
    connection.close()


def words_in(copy: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [word for (word,) in connection.execute("SELECT word FROM leaf")]


def test_a_copy_holds_what_was_committed_while_others_write(settings: Settings, busy: sqlite3.Connection) -> None:
    busy.execute("BEGIN IMMEDIATE")
    busy.execute("INSERT INTO leaf VALUES ('oak')")
    assert words_in(backups.before_migration(settings, "0002")) == ["maple"]


@pytest.mark.parametrize("was_there", [True, False])
def test_a_copy_and_its_folder_are_for_their_user_alone(settings: Settings, was_there: bool) -> None:
    folder = settings.data_dir / "backups"
    if was_there:
        folder.mkdir(mode=0o755)
    copy = backups.before_migration(settings, "0002")
    assert (copy.parent, stat.S_IMODE(folder.stat().st_mode)) == (folder, 0o700)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_copy_is_one_file_named_by_revision_and_time(settings: Settings, clock: Clock) -> None:
    copy = backups.before_migration(settings, "0002")
    assert [path.name for path in copy.parent.iterdir()] == ["before-0002-20261123T144200Z.sqlite3"]
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("SELECT count(*) FROM client").fetchall()
        assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def _is_a_file(settings: Settings) -> None:
    (settings.data_dir / "backups").write_text("")


def _has_a_torn_page(settings: Settings) -> None:
    file = Path(settings.database_url.removeprefix("sqlite:///"))
    file.write_bytes(file.read_bytes()[:-4096] + b"\xff" * 4096)


def _breaks_its_own_rule(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("CREATE TABLE leaf (word TEXT)")
        connection.execute("INSERT INTO leaf VALUES (NULL)")
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = 'CREATE TABLE leaf (word TEXT NOT NULL)' WHERE name = 'leaf'"
        )


HARMS = [
    (_is_a_file, "File exists"),
    (_has_a_torn_page, "malformed|damaged"),
    (_breaks_its_own_rule, "NULL value in leaf.word"),
]


@pytest.mark.parametrize(("harm", "why"), HARMS)
def test_a_copy_that_cannot_be_made_leaves_nothing_and_says_why_in_one_line(
    settings: Settings, harm: Callable[[Settings], None], why: str
) -> None:
    harm(settings)
    with pytest.raises(BackupFailed) as failed:
        backups.before_migration(settings, "0002")
    assert re.search(why, str(failed.value)) and "\n" not in str(failed.value)
    assert list(settings.data_dir.glob("backups/*")) == []


def test_a_full_disk_leaves_nothing_of_the_copy(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "_sync", full)
    with pytest.raises(BackupFailed, match="No space left on device"):
        backups.before_migration(settings, "0002")
    assert list(settings.data_dir.glob("backups/*")) == []
    assert list(settings.data_dir.glob("backups/.*")) == []
