"""Looking whether anything was written: never past something that was."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from portal import database_watch
from portal.config import Settings
from portal.database_watch import Watch
from portal.extensions import db
from tests.support import factories

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def watching() -> Iterator[Watch]:
    found = Watch()
    assert found.has_news(), "nobody has looked yet"
    yield found


def test_where_nothing_was_written_there_is_no_news(watching: Watch) -> None:
    assert [watching.has_news() for _ in range(3)] == [False] * 3


def test_what_this_process_wrote_is_news_once(watching: Watch) -> None:
    factories.theo()
    assert [watching.has_news(), watching.has_news()] == [True, False]


def test_what_another_process_wrote_is_news_once(watching: Watch, settings: Settings) -> None:
    with closing(sqlite3.connect(settings.data_dir / "portal.sqlite3")) as other:
        other.execute("UPDATE practice SET phone = '1'")
        other.commit()
    assert [watching.has_news(), watching.has_news()] == [True, False]


def test_after_some_seconds_it_is_time_to_look_anyhow(watching: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    assert database_watch.LOOK_ANYHOW == 5
    monkeypatch.setattr(database_watch, "LOOK_ANYHOW", 0.0)
    assert watching.has_news()


def test_a_round_that_failed_is_made_again(watching: Watch) -> None:
    watching.forget()
    assert watching.has_news()


def test_another_database_always_has_news(watching: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db.engine.dialect, "name", "postgresql")
    assert [watching.has_news(), watching.has_news()] == [True, True]


def test_a_connection_that_broke_is_news_and_replaced(watching: Watch) -> None:
    watching._connection.driver_connection.close()
    assert [watching.has_news(), watching.has_news(), watching.has_news()] == [True, True, False]
