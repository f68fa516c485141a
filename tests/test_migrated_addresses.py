"""Addresses of an earlier version, whose domains were kept as people typed them."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import alembic.command
import pytest
from alembic.config import Config
from sqlalchemy import create_engine

from portal import schema

ROSA, NORA = 1, 2
MOMENT = "2026-11-23 14:42:00.000000"
TYPED, MAILED = "rosa@müller.example", "rosa@xn--mller-kva.example"
Upgrade = Callable[[], None]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("addresses") / "empty.sqlite3"
    _migrate(file, "0005")
    return file


@pytest.fixture
def old(empty: Path, tmp_path: Path) -> Path:
    """A database of revision 0005 with two clients."""
    file = shutil.copy(empty, tmp_path / "old.sqlite3")
    with closing(sqlite3.connect(file)) as rows, rows:
        for number in (ROSA, NORA):
            rows.execute(
                "INSERT INTO client (id, public_id, first_name, last_name, sort_name, search, options, created_at) "
                "VALUES (?, ?, 'A', 'B', 'b, a', 'a b', '{}', ?)", (number, f"client{number}", MOMENT),
            )  # fmt: skip
    return file


def _migrate(file: Path, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.migrations_folder()))
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, revision)
    engine.dispose()


def add(file: Path, client: int, address: str, is_default: bool = False) -> None:
    with closing(sqlite3.connect(file)) as rows, rows:
        rows.execute(
            "INSERT INTO email_address (public_id, client_id, address, address_key, is_default) VALUES (?, ?, ?, ?, ?)",
            (f"{client}{address}"[:22], client, address, address.casefold(), is_default),
        )


def upgraded(file: Path, statement: str) -> list[tuple[object, ...]]:
    _migrate(file, "0006")
    with closing(sqlite3.connect(file)) as rows:
        return rows.execute(statement).fetchall()


ADDRESSES = "SELECT client_id, address, address_key, is_default FROM email_address ORDER BY client_id, address_key"


@pytest.mark.parametrize(
    ("before", "address", "key"),
    [
        (TYPED, MAILED, MAILED),
        ("Rosa@MÜLLER.Example", "Rosa@xn--mller-kva.example", MAILED),
        ("rosa@straße.example", "rosa@xn--strae-oqa.example", "rosa@xn--strae-oqa.example"),
        ("o’brien@example.com", "o'brien@example.com", "o'brien@example.com"),
        ("Rosa@Example.com", "Rosa@Example.com", "rosa@example.com"),
        ("büro@example.com", "büro@example.com", "büro@example.com"),
    ],
)
def test_an_address_is_kept_as_it_is_mailed_to(old: Path, before: str, address: str, key: str) -> None:
    add(old, ROSA, before)
    assert upgraded(old, ADDRESSES) == [(ROSA, address, key, 0)]


@pytest.mark.parametrize("default", [TYPED, MAILED])
@pytest.mark.parametrize("first", [TYPED, MAILED])
def test_of_two_that_were_one_the_default_one_stays(old: Path, default: str, first: str) -> None:
    for address in (first, TYPED if first == MAILED else MAILED):
        add(old, ROSA, address, is_default=address == default)
    add(old, ROSA, "other@example.com")
    add(old, NORA, TYPED)
    assert upgraded(old, ADDRESSES) == [
        (ROSA, "other@example.com", "other@example.com", 0), (ROSA, MAILED, MAILED, 1), (NORA, MAILED, MAILED, 0),
    ]  # fmt: skip


def test_without_a_default_the_older_stays(old: Path) -> None:
    for address in (TYPED, MAILED, "rosa@MÜLLER.example".replace("Ü", "U\u0308")):
        add(old, ROSA, address)
    assert upgraded(old, "SELECT id, address FROM email_address") == [(1, MAILED)]


def test_nobody_on_staff_loses_an_account(old: Path) -> None:
    with closing(sqlite3.connect(old)) as rows, rows:
        for number, address in enumerate((TYPED, MAILED, "lena@faß.example"), 1):
            rows.execute(
                "INSERT INTO staff (id, public_id, name, email, email_key, username, password_hash, role, "
                "sees_clients, options, created_at) VALUES (?, ?, 'A', ?, ?, '', '', 'staff', 0, '{}', ?)",
                (number, f"staff{number}", address, address.casefold(), MOMENT),
            )
    assert upgraded(old, "SELECT email, email_key FROM staff ORDER BY id") == [
        (MAILED, TYPED), (MAILED, MAILED), ("lena@xn--fa-hia.example", "lena@xn--fa-hia.example"),
    ]  # fmt: skip


def test_mails_that_wait_and_the_reply_to_address_follow(old: Path) -> None:
    with closing(sqlite3.connect(old)) as rows, rows:
        rows.execute(
            "INSERT INTO practice (id, name, phone, reply_to, time_zone, options, restore_epoch, created_at) "
            "VALUES (1, 'Maple', '911', ?, 'UTC', '{}', 0, ?)", (TYPED, MOMENT),
        )  # fmt: skip
        rows.execute(
            "INSERT INTO outgoing_mail (public_id, message_id, kind, address, client_id, state, attempts, next_try_at, "
            "created_at) VALUES ('mail', 'm', 'password_changed', ?, 1, 'waiting', 0, ?, ?)", (TYPED, MOMENT, MOMENT),
        )  # fmt: skip
    assert upgraded(old, "SELECT m.address, p.reply_to FROM outgoing_mail m, practice p") == [(MAILED, MAILED)]
