"""The practice of the tests, made once in a process and copied from then on."""

from contextlib import closing

from portal import clock
from portal.config import Settings
from tests.support.database import Snapshot, connect
from tests.support.factories import make_practice

_practices: list[Snapshot] = []  # as `make_practice` has left the first of this process


def has_copy() -> bool:
    """Whether `copy_practice` brings the schema along."""
    return bool(_practices)


def copy_practice(settings: Settings) -> None:
    """The same, as if it were made now; the first is, the others are copies of it."""
    if not _practices:
        make_practice()
        _practices.append(Snapshot(settings))
        return
    _practices[0].restore(settings)
    now = clock.now().strftime("%Y-%m-%d %H:%M:%S.%f")
    with closing(connect(settings)) as connection:
        connection.execute("UPDATE practice SET created_at = ?", (now,))
        connection.execute("UPDATE staff SET created_at = ?, registered_at = ?", (now, now))
        connection.commit()
