"""How this program talks to its database: pragmas and write transactions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import IntegrityError, OperationalError

from portal.extensions import db

# what is deleted is overwritten, whichever way SQLite was built
PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "trusted_schema=OFF", "secure_delete=ON")
_WRITING = "writing"  # in Session.info, while a write transaction is under way


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
