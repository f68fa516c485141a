"""The practice of the tests, made once in a process and copied from then on."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from portal import clock, create_app, data_folder, schema
from portal.config import Settings
from portal.extensions import db
from tests.support.database import Snapshot, connect
from tests.support.factories import make_practice

_practices: list[Snapshot] = []  # as `make_practice` has left the first of this process


@contextmanager
def opened(settings: Settings) -> Iterator[None]:
    """Inside an application on a folder of its own, with the practice; for a server that is started afterwards."""
    data_folder.prepare(settings)
    with create_app(settings).app_context():
        if not _practices:  # else the copy brings the schema along
            schema.upgrade(settings, db.engine)
        copy_practice(settings)
        yield
        db.session.remove()
        db.engine.dispose()


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
