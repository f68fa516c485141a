"""What the database file holds, read past the program's own session."""

import sqlite3

from portal.config import Settings
from portal.extensions import db

Rows = dict[str, list[tuple[object, ...]]]


def contents(settings: Settings) -> Rows:
    """Every row of every table, to see whether a request changed anything."""
    connection = connect(settings)
    try:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: connection.execute(f'SELECT * FROM "{table}"').fetchall() for table in sorted(tables)}
    finally:
        connection.close()


def connect(settings: Settings) -> sqlite3.Connection:
    return sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), timeout=5)


class Snapshot:
    """The database as it is now, to go back to."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.copy = settings, sqlite3.connect(":memory:")
        self._copy(to_live=False)

    def restore(self) -> None:
        self._copy(to_live=True)

    def _copy(self, *, to_live: bool) -> None:
        db.session.rollback()
        live = connect(self.settings)
        try:
            (self.copy if to_live else live).backup(live if to_live else self.copy)
        finally:
            live.close()
