"""What a start finds in its place: it must be able to work with that, and must not begin anew beside old data.

Modes are looked at instead of tried out: root may write everywhere, and yet another user has
said that nothing is to be written here.
"""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from portal.config import Settings
from portal.config_values import SettingError

# what is there only once a portal has run; to begin a new practice, move these away or take another folder
NOTE_OF_EVENTS = "events-head"
TRACES = ("backups/*", NOTE_OF_EVENTS, "worker-alive")
PUT_BACK = "Put it back from a copy"
HEADER = b"SQLite format 3\0"  # then the size of a page, in two bytes (sqlite.org/fileformat, 1.3)


def check(settings: Settings, secret: Path) -> None:
    """Raises SettingError; changes nothing."""
    folder = settings.data_dir
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    if database.parent != folder and not database.parent.is_dir():
        raise SettingError("DATABASE_URL", f"the folder of {database} does not exist.")
    if folder.is_dir():
        _must_be_writable("DATA_DIR", folder, 0o700)
    if not database.exists() or (database.is_file() and database.stat().st_size == 0):
        _must_be_the_first(folder, database)
        return
    _must_be_usable(database)
    if settings.secret_key is None and not secret.exists():
        why = f"{secret} is missing, but {database} was made with one. {PUT_BACK}, or set PORTAL_SECRET_KEY to it."
        raise SettingError("SECRET_KEY", why)


def _must_be_writable(setting: str, path: Path, wanted: int) -> None:
    """``wanted`` are the bits of the owner that it must have."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & wanted != wanted or not os.access(path, os.R_OK | os.W_OK):
        command = f"if it is yours, run: chmod u+{'rwx' if wanted & 0o100 else 'rw'} {path}"
        raise SettingError(setting, f"{path} cannot be written (its mode is {mode:04o}); {command}")


def _must_be_the_first(folder: Path, database: Path) -> None:
    left = [database.with_name(f"{database.name}-wal"), *(path for trace in TRACES for path in folder.glob(trace))]
    trace = next((path for path in left if path.exists()), None)
    if trace is not None:
        state = "is empty" if database.exists() else "is missing"
        found = f"{database} {state}, but there is {trace} of a portal that ran here"
        raise SettingError("DATABASE_URL", f"{found}. {PUT_BACK}, or set another data folder.")


def _must_be_usable(database: Path) -> None:
    if not database.is_file():
        raise SettingError("DATABASE_URL", f"{database} is not a database of SQLite.")
    _must_be_writable("DATABASE_URL", database, 0o600)
    with database.open("rb") as file:
        header = file.read(18)
    if header[:16] != HEADER:
        raise SettingError("DATABASE_URL", f"{database} is not a database of SQLite.")
    wal = database.with_name(f"{database.name}-wal")  # a power cut may have left half a page, which stands in here
    if database.stat().st_size % (int.from_bytes(header[16:18]) or 1) and not (wal.exists() and wal.stat().st_size):
        raise SettingError("DATABASE_URL", f"{database} cannot be read: its end is missing. {PUT_BACK}.")
    try:
        with closing(sqlite3.connect(f"file:{quote(str(database))}?mode=rw", uri=True, timeout=5)) as connection:
            # a file that is shorter than it says is noticed when it is read at all, one with torn tables here
            for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()
    except sqlite3.OperationalError as error:
        raise SettingError("DATABASE_URL", f"{database} cannot be used: {error}.") from error
    except sqlite3.DatabaseError as error:
        raise SettingError("DATABASE_URL", f"{database} cannot be read: {error}. {PUT_BACK}.") from error
