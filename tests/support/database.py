"""What the database file holds, read past the program's own session."""

import sqlite3
from contextlib import closing

import alembic.command
from alembic.config import Config
from sqlalchemy import create_engine

from portal import schema
from portal.config import Settings
from portal.extensions import db

ALEMBIC = Config()
ALEMBIC.set_main_option("script_location", str(schema.migrations_folder()))
*EARLIER, HEAD = schema.revisions()
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


def migrate(url: str, revision: str) -> None:
    """The schema of an earlier version."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        ALEMBIC.attributes["connection"] = connection
        alembic.command.upgrade(ALEMBIC, revision)
    engine.dispose()


class Snapshot:
    """The database as it is now, to go back to, or to begin another one with."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.copy = settings, sqlite3.connect(":memory:")
        db.session.rollback()
        with closing(connect(settings)) as live:
            live.backup(self.copy)

    def restore(self, settings: Settings | None = None) -> None:
        db.session.rollback()
        with closing(connect(settings or self.settings)) as live:
            self.copy.backup(live)
