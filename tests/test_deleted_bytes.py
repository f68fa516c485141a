"""What was deleted is not in the file any more."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from portal import database
from portal.config import Settings
from portal.extensions import db
from portal.images.remaking import Remade
from portal.intake import pictures
from tests.support import factories

SIZES = (40, 5_000, 400_000)  # bytes: within a page of the database, in pages behind it, the largest photo


@pytest.fixture
def open_file(tmp_path: Path) -> Path:
    """A database of a SQLite that leaves what is deleted where it was, which is how SQLite is built by default."""
    return tmp_path / "deleted.sqlite3"


@pytest.mark.parametrize("size", SIZES)
def test_deleted_bytes_are_overwritten_whichever_way_sqlite_was_built(open_file: Path, size: int) -> None:
    secret = b"a photo of somebody's card".ljust(size, b"#")
    with closing(sqlite3.connect(open_file, isolation_level=None)) as connection:
        for pragma in ("secure_delete=OFF", "journal_mode=WAL", *database.PRAGMAS):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("CREATE TABLE picture (data BLOB)")
        connection.execute("INSERT INTO picture VALUES (?)", (secret,))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert secret[:20] in open_file.read_bytes()
        connection.execute("DELETE FROM picture")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert secret[:20] not in open_file.read_bytes()


def test_a_dropped_photo_is_in_no_file_of_the_data_folder(app: Flask, settings: Settings) -> None:
    nora, marks = factories.nora(), [f"photo number {n}".encode() for n in range(pictures.MOST_UNUSED + 2)]
    for mark in marks:
        pictures.keep(nora, Remade("image/jpeg", 1, 1, mark.ljust(9000, b"#")))
    db.session.rollback()
    with closing(sqlite3.connect(settings.data_dir / "portal.sqlite3")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    everything = b"".join(path.read_bytes() for path in settings.data_dir.iterdir() if path.is_file())
    assert [mark in everything for mark in marks] == [False, False] + [True] * pictures.MOST_UNUSED
