"""Clients of an earlier version are found and sorted like those that are added now."""

from importlib import import_module

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
