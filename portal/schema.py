"""The schema is brought up to date at start, all or nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect

from portal import backups, data_folder
from portal.config import Settings


class NewerDatabase(Exception):
    """The database was written by a newer version of this program. ``str()`` says how to go back, in one line."""


class MigrationFailed(Exception):
    """``str()`` says why, in one sentence; nothing was changed."""


def upgrade(settings: Settings, engine: Engine, say: Callable[[str], None] = lambda _: None) -> None:
    """Bring the schema up to date. A database that holds data is copied first.

    ``say`` is told of each long step of a database that holds data. Raises NewerDatabase, BackupFailed,
    MigrationFailed.
    """
    with data_folder.lock(settings.data_dir, "migration"):
        raw = engine.raw_connection()
        try:
            # WAL ignores the busy timeout and is kept by the file; foreign keys can only be
            # switched off outside a transaction (sqlite.org/lang_altertable, section 7).
            raw.execute("PRAGMA journal_mode=WAL")
        finally:
            raw.close()
        with engine.connect() as connection:
            tables = inspect(connection).get_table_names()
            wanted = _missing(settings, _found(connection) if "alembic_version" in tables else None)
        if wanted is None:
            return
        if tables:
            say(f"Backup made at {backups.before_migration(settings, wanted)}")
        with engine.connect() as connection:
            _run(connection)
        if tables:
            say(f"Schema brought up to date ({wanted})")


def revisions() -> list[str]:
    """Those that this version knows, the newest last: the first part of each file's name."""
    return sorted(file.name.partition("_")[0] for file in (migrations_folder() / "versions").glob("[0-9]*.py"))


def migrations_folder() -> Path:
    """``migrations/``: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).parent
    packed = package / "migrations"
    return packed if packed.is_dir() else package.parent / "migrations"


def _found(connection: Connection) -> str | None:
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _missing(settings: Settings, found: str | None) -> str | None:
    """The newest revision, or None where the database is at it. Raises NewerDatabase."""
    known = revisions()
    if found is not None and found not in known:
        state = f"the database is at revision {found}, which this version does not know. Start the newer version again"
        raise NewerDatabase(f"{state}{_way_back(settings, set(known))}")
    return None if found == known[-1] else known[-1]


def _way_back(settings: Settings, known: set[str]) -> str:
    copy = backups.newest_of(settings, known)
    if copy is None:
        return ", or put back a copy that this version has made."
    command = backups.command_to_put_back(settings, copy)
    return f", or go back to {copy}, without all that was entered since, by this command: {command}"


def _run(connection: Connection) -> None:
    import alembic.command  # no start that finds the newest revision has to wait for it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        connection = connection.execution_options(begin="IMMEDIATE")
        with connection.begin():
            config.attributes["connection"] = connection
            alembic.command.upgrade(config, "head")
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise MigrationFailed(f"rows of {broken[0][0]} would be left without their parent in {broken[0][2]}.")
    finally:
        if not connection.invalidated:  # as SQLAlchemy does where SIGTERM or Ctrl-C comes during a statement
            driver.execute("PRAGMA foreign_keys=ON")
