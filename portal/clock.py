"""The only clock: everything that asks for the time asks here."""

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
    """Let it be ``moment`` (aware, in UTC) within: made-up data is given its past so."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
