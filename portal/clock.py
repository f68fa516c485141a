"""The only clock: everything that asks for the time asks here."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current moment, aware, in UTC, to the microsecond."""
    return datetime.now(UTC)
