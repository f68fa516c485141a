"""How this program talks to its database: pragmas, write transactions, migrations at start."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import alembic.command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, event, inspect
from sqlalchemy.exc import IntegrityError, OperationalError

from portal import backups, data_folder
from portal.config import Settings
from portal.extensions import db

# what is deleted is overwritten, whichever way SQLite was built
PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "trusted_schema=OFF", "secure_delete=ON")
_WRITING = "writing"  # in Session.info, while a write transaction is under way


class NewerDatabase(Exception):
    """The database was written by a newer version of this program. ``str()`` says how to go back, in one line."""


class MigrationFailed(Exception):
    """``str()`` says why, in one sentence; nothing was changed."""


def configure(engine: Engine) -> None:
    """Set the pragmas on each new connection, and let each transaction say how it begins."""

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        how = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {how}")


@contextmanager
def writing(*, alone: bool = False) -> Iterator[None]:
    """The one write transaction of a verb, with its event and its mail: kept at the end, undone by any exception.

    What was read before is read again, under the write lock. Inside another one it joins: nothing is kept before the
    outer one ends, and where the inner one raises and the outer one goes on, the inner one's rows alone are undone.

    ``alone``: never inside another one, since what is written must stay where a refusal follows (a counted try).

    Raises OperationalError (see ``is_busy``) where another writer holds the lock for 5 s.
    """
    session = db.session()
    if _WRITING in session.info:
        assert not alone, "what must stay after a refusal was written inside a transaction that a refusal undoes"
        with session.begin_nested():
            yield
        return
    assert not (session.new or session.dirty or session.deleted), "something was changed before writing()"
    session.rollback()
    session.info[_WRITING] = True
    try:
        session.connection(execution_options={"begin": "IMMEDIATE"})
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.info[_WRITING]


def flush_or_raise(error: Exception) -> None:
    """Send what was changed, inside a transaction; where a constraint refuses it, raise this instead."""
    try:
        db.session.flush()
    except IntegrityError as refusal:
        raise error from refusal


def release_connection() -> None:
    """Give the connection back before slow work (a hash, a mail), or after a failure; rows are read again afterwards.

    Only outside ``writing()``, which ends its transaction itself.
    """
    session = db.session()
    assert _WRITING not in session.info, "slow work inside writing() would make all other writers wait"
    session.rollback()


def is_busy(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY")


def is_full(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlite_errorname", "") == "SQLITE_FULL"


def upgrade(settings: Settings, engine: Engine, say: Callable[[str], None] = lambda _: None) -> None:
    """Bring the schema up to date, all or nothing. A database that holds data is copied first.

    ``say`` is told of each long step of a database that holds data. Raises NewerDatabase, BackupFailed,
    MigrationFailed.
    """
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    with data_folder.lock(settings.data_dir, "migration"):
        raw = engine.raw_connection()
        try:
            # WAL ignores the busy timeout and is kept by the file; foreign keys can only be
            # switched off outside a transaction (sqlite.org/lang_altertable, section 7).
            raw.execute("PRAGMA journal_mode=WAL")
        finally:
            raw.close()
        with engine.connect() as connection:
            wanted = _missing(settings, config, connection)
            if wanted is None:
                return
            is_empty = not inspect(connection).get_table_names()
            connection.rollback()
            if is_empty:
                _run(config, connection)
                return
            say(f"Backup made at {backups.before_migration(settings, wanted)}")
            _run(config, connection)
            say(f"Schema brought up to date ({wanted})")


def _missing(settings: Settings, config: Config, connection: Connection) -> str | None:
    """The newest revision, or None where the database is at it. Raises NewerDatabase."""
    script = ScriptDirectory.from_config(config)
    known = {revision.revision for revision in script.walk_revisions()}
    found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and found not in known:
        state = f"the database is at revision {found}, which this version does not know. Start the newer version again"
        raise NewerDatabase(f"{state}{_way_back(settings, known)}")
    head = script.get_current_head()
    return None if found == head else head


def _way_back(settings: Settings, known: set[str]) -> str:
    copy = backups.newest_of(settings, known)
    if copy is None:
        return ", or put back a copy that this version has made."
    command = backups.command_to_put_back(settings, copy)
    return f", or go back to {copy}, without all that was entered since, by this command: {command}"


def _run(config: Config, connection: Connection) -> None:
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
        driver.execute("PRAGMA foreign_keys=ON")


def migrations_folder() -> Path:
    """``migrations/``: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).parent
    packed = package / "migrations"
    return packed if packed.is_dir() else package.parent / "migrations"
