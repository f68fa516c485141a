"""Whether the database has changed: cheap enough to ask often."""

import sqlite3
import time
from typing import Any

from portal.extensions import db

LOOK_ANYHOW = 5.0  # seconds: retries and leases fall due without a write


class Watch:
    """Keeps one connection, whose ``data_version`` SQLite changes when any other connection commits.

    Another database has no such number: then there is always news.
    """

    def __init__(self) -> None:
        self._connection: Any = None
        self._version: int | None = None
        self._looked_at = 0.0

    def has_news(self) -> bool:
        """Whether something was written since the last time, by any process, or that time was a while ago."""
        if db.engine.dialect.name != "sqlite":
            return True
        version, now = self._read(), time.monotonic()
        if version is not None and version == self._version and now - self._looked_at < LOOK_ANYHOW:
            return False
        self._version, self._looked_at = version, now
        return True

    def forget(self) -> None:
        """Have news the next time, whatever was written."""
        self._version = None

    def _read(self) -> int | None:
        """None where the data folder cannot be read just now."""
        try:
            if self._connection is None:
                self._connection = db.engine.raw_connection()
            return int(self._connection.driver_connection.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.Error:
            if self._connection is not None:
                self._connection.invalidate()
                self._connection = None
            return None
