"""A copy of the database in one file, made while it may be in use (sqlite.org/backup)."""

import os
import secrets
import shlex
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from portal import clock
from portal.config import Settings
from portal.old_data import NOTE_OF_EVENTS

FOLDER = "backups"


class BackupFailed(Exception):
    """``str()`` says why, in one sentence; nothing is left of the copy."""


def before_migration(settings: Settings, revision: str) -> Path:
    """Keep the database as it was before this revision, in the data folder. Raises BackupFailed."""
    name = f"before-{revision}-{clock.now():%Y%m%dT%H%M%SZ}.sqlite3"
    copy = settings.data_dir / FOLDER / name
    try:
        copy.parent.mkdir(mode=0o700, exist_ok=True)
        copy.parent.chmod(0o700)
    except OSError as error:
        raise BackupFailed(f"{copy.parent} cannot be used: {error.strerror}.") from error
    make(Path(settings.database_url.removeprefix("sqlite:///")), copy)
    return copy


def newest_of(settings: Settings, revisions: Collection[str]) -> Path | None:
    """The newest copy whose schema is at one of these revisions."""
    copies = (settings.data_dir / FOLDER).glob("*.sqlite3")
    newest_first = sorted(copies, key=lambda copy: copy.stat().st_mtime, reverse=True)
    return next((copy for copy in newest_first if _revision(copy) in revisions), None)


def command_to_put_back(settings: Settings, copy: Path) -> str:
    """For a shell. It also removes the -wal and the note of how many events there are, which belong to the present
    database and would be taken for the copy's."""
    database = settings.database_url.removeprefix("sqlite:///")
    gone = [f"{database}-wal", f"{database}-shm", str(settings.data_dir / NOTE_OF_EVENTS)]
    steps = ["mv", database, f"{database}.newer"], ["rm", "-f", *gone], ["cp", str(copy), database]
    return " && ".join(shlex.join(step) for step in steps)


def _revision(copy: Path) -> str | None:
    """None where it is not a database of the portal."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(copy))}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        return None
    return str(row[0]) if row else None


def make(database: Path, copy: Path) -> None:
    """Copy all that is committed into a new file (0600), check it, then give it its name. Raises BackupFailed."""
    draft = copy.with_name(f".{copy.name}-{secrets.token_hex(4)}")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _fill(draft, database)
        _sync(draft)
        draft.rename(copy)
        _sync(copy.parent)
    except (OSError, sqlite3.Error) as error:
        raise BackupFailed(f"{copy} cannot be written: {getattr(error, 'strerror', None) or error}.") from error
    finally:
        draft.unlink(missing_ok=True)


def _fill(draft: Path, database: Path) -> None:
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(draft)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # as WAL it would need a second file beside it to be read
        found = target.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise BackupFailed(f"the copy of {database} is damaged: {' '.join(found.split())}.")


def _sync(path: Path) -> None:
    """Have it on the disk; of a folder, the names in it (fsync(2))."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
