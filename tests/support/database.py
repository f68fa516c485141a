"""What the database file holds, read past the program's own session."""

import sqlite3

from portal.config import Settings

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
