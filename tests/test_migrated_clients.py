"""Clients of an earlier version: addresses as people typed them, names as they were compared then."""

import shutil
import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask
from sqlalchemy import text

from portal.database import writing
from portal.extensions import db
from portal.models import Client
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.cast import Person
from tests.support.database import migrate

ROSA, NORA = 1, 2
MOMENT = "2026-11-23 14:42:00.000000"
TYPED, MAILED = "rosa@müller.example", "rosa@xn--mller-kva.example"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("addresses") / "empty.sqlite3"
    migrate(f"sqlite:///{file}", "0005")
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


def add(file: Path, client: int, address: str, is_default: bool = False) -> None:
    with closing(sqlite3.connect(file)) as rows, rows:
        rows.execute(
            "INSERT INTO email_address (public_id, client_id, address, address_key, is_default) VALUES (?, ?, ?, ?, ?)",
            (f"{client}{address}"[:22], client, address, address.casefold(), is_default),
        )


def upgraded(file: Path, statement: str) -> list[tuple[object, ...]]:
    migrate(f"sqlite:///{file}", "0006")
    with closing(sqlite3.connect(file)) as rows:
        return rows.execute(statement).fetchall()


ADDRESSES = "SELECT client_id, address, address_key, is_default FROM email_address ORDER BY client_id, address_key"


def test_an_address_is_kept_as_it_is_mailed_to(old: Path) -> None:
    kept = [
        ("Rosa@MÜLLER.Example", "Rosa@xn--mller-kva.example", MAILED),
        ("Zoe@Example.com", "Zoe@Example.com", "zoe@example.com"),
        ("büro@example.com", "büro@example.com", "büro@example.com"),
        ("o’brien@example.com", "o'brien@example.com", "o'brien@example.com"),
        ("zoe@straße.example", "zoe@xn--strae-oqa.example", "zoe@xn--strae-oqa.example"),
    ]
    for before, _, _ in kept:
        add(old, ROSA, before)
    assert sorted(upgraded(old, ADDRESSES)) == sorted((ROSA, address, key, 0) for _, address, key in kept)


@pytest.mark.parametrize(("default", "first"), [(TYPED, TYPED), (TYPED, MAILED), (MAILED, TYPED)])
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


names_as_remembered = import_module("migrations.versions.0007_names_as_remembered")


def _migrate() -> None:
    with writing(), Operations.context(MigrationContext.configure(db.session.connection())):
        names_as_remembered.upgrade()


def _columns() -> list[tuple[str, str]]:
    return [(client.sort_name, client.search) for client in db.session.query(Client).order_by(Client.id)]


@pytest.mark.parametrize("at_once", [2, 500])
def test_what_was_kept_is_made_anew_for_each_client(
    at_once: int, app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.rosa()
    factories.make_client(Person("Łukasz", "O’Brien", "lukasz@müller.example", None, None, "Łuki"))
    factories.make_client(cast.MILO)
    wanted = _columns()
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE client SET sort_name = 'old', search = 'old'"))
    monkeypatch.setattr(names_as_remembered, "AT_ONCE", at_once)
    _migrate()
    assert _columns() == wanted and len(wanted) == 3


def test_a_database_without_a_practice_has_no_clients(app: Flask) -> None:
    _migrate()
    assert _columns() == []
