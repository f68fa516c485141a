"""The only clock of the program."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The current moment, aware, in UTC, to the microsecond."""
    return _moment.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within it the time is ``moment`` (aware, in UTC), to give made-up data a past."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
