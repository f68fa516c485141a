"""The database: whether it can be used, is whole, fits this version, and tells the truth about what happened when."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import quote
from zoneinfo import ZoneInfoNotFoundError

from sqlalchemy import select

from portal import clock, dates
from portal.audit import heads, verify
from portal.config import Settings
from portal.doctor.finding import Case, Finding, off
from portal.doctor.machine import database_file
from portal.extensions import db
from portal.models import Event, Practice
from portal.schema import revisions

RESTORE = "Stop the portal and put back the newest backup that is whole."
ADVICE = (
    "Find out who could write to the database, and compare it with a backup. If you have put back a backup yourself, "
    "delete {file}: the mail worker counts anew."
)


def database(case: Case) -> Finding:
    file = database_file(case.settings)
    if not file.is_file():
        return Finding(f"there is none at {file}", "Check PORTAL_DATA_DIR; portal serve makes one when it starts.")
    try:
        with _opened(case.settings) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return Finding(f"{file} cannot be used: {error}", "Check who owns it, and that no other program holds it open.")
    except sqlite3.DatabaseError as error:
        return Finding(f"{file} cannot be read: {error}", RESTORE)
    return Finding(f"{file}, {file.stat().st_size / 1e6:.1f} MB")


def integrity(case: Case) -> Finding:
    try:
        with _opened(case.settings) as connection:
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.OperationalError:  # told by the check before
        raise
    except sqlite3.DatabaseError as error:
        return Finding(str(error), RESTORE)
    if found != "ok":
        return Finding(" ".join(found.split()), RESTORE)
    if orphan:
        return Finding(f"row {orphan[1]} of {orphan[0]} belongs to a row of {orphan[2]} that is gone", RESTORE)
    return Finding("whole")


def schema(case: Case) -> Finding:
    known = revisions()
    newest = known[-1]
    with _opened(case.settings) as connection:
        (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if found not in known:
        return Finding(f"revision {found} is of a newer version", "Install the version that was here before.")
    if found != newest:
        return Finding(f"revision {found}, the newest is {newest}", "Start the portal again: it brings it up to date.")
    return Finding(f"revision {found}, the newest")


def events(case: Case) -> Finding:
    verdict = verify.verify()
    if verdict.fault is not None:
        return Finding(verdict.fault, ADVICE.format(file=heads.path()))
    return Finding(verdict.sentence)


def clock_and_zone(case: Case) -> Finding:
    now, practice = clock.now(), Practice.get()
    newest = db.session.scalar(select(Event.at).order_by(Event.id.desc()).limit(1))
    if practice is None:
        return off("the practice is not set up yet")
    try:
        here = dates.spelled_out(now, practice.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return Finding(f"the zone {practice.time_zone} is not known", "Choose another time zone under Practice.")
    if newest and now < newest:
        then = dates.spelled_out(newest, practice.zone)
        return Finding(f"it is {here}, before the newest event, {then}", "Set the clock of this machine.")
    return Finding(here)


@contextmanager
def _opened(settings: Settings) -> Iterator[sqlite3.Connection]:
    """Never makes a database where there is none."""
    address = f"file:{quote(str(database_file(settings)))}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=5, isolation_level=None)) as connection:
        yield connection
