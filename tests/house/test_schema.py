"""Models and migrations agree; every route has its row in the table of roles."""

import re
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import create_engine

from portal import create_app
from portal.config import Settings
from portal.extensions import db
from portal.web import routes
from portal.web.routes import ACCESS, Who
from tests.support.database import connect


# fails with a column added to a model alone
def test_a_migrated_database_lacks_nothing_of_the_models(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, db.metadata) == []


# alembic compares neither CHECKs nor the conditions of partial indexes: these are read from the schema
def test_the_conditions_of_the_models_are_those_of_the_migrated_database(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'models.sqlite3'}")
    db.metadata.create_all(engine)
    engine.dispose()
    with sqlite3.connect(tmp_path / "models.sqlite3") as models:
        wanted = _conditions(models)
    migrated = connect(settings)
    assert _conditions(migrated) == wanted
    migrated.close()


def _conditions(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Indexes with their conditions, and the named constraints of each table."""
    found: dict[str, list[str]] = {}
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"):
        text = re.sub(r"\s+", " ", sql).replace('"', "")
        if kind == "index":
            found[name] = [text]
        elif kind == "table" and name in db.metadata.tables:
            found[name] = sorted(line for line in _lines(text) if line.startswith("CONSTRAINT "))
    return found


def _lines(table: str) -> list[str]:
    """Its columns and constraints: what commas outside inner brackets part. SQLite puts a later column last."""
    body = table[table.index("(") + 1 : table.rindex(")")]
    lines, depth = [""], 0
    for letter in body:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            lines.append("")
        else:
            lines[-1] += letter
    return [line.strip() for line in lines]


# ★ 128, fails without the call of routes.check in create_app
@pytest.mark.parametrize("change", ["missing", "left over"])
def test_the_start_fails_where_a_route_and_the_table_of_roles_differ(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    if change == "missing":
        monkeypatch.delitem(routes.ACCESS, "staff.clients")
    else:
        monkeypatch.setitem(routes.ACCESS, "staff.gone", Who.STAFF)
    with pytest.raises(RuntimeError, match=r"staff\.(clients|gone)"):
        create_app(settings)


def test_what_is_open_to_anyone_is_a_short_list() -> None:
    assert {name for name, who in ACCESS.items() if who is Who.ANYONE} == {
        "web.root", "web.health", "web.static_file", "web.favicon", "web.manifest", "web.logo",
        "staff.root", "staff.sign_in",
        "staff.forgot_password", "staff.open_reset_link", "staff.reset_password", "staff.setup",
        "staff.open_invitation", "staff.register", "client.sign_in",
        "client.forgot_password", "client.enter_code", "client.open_invitation", "client.register",
        "client.register_birth_date", "client.renewals", "client.open_reset_link", "client.reset_password",
        "client.reset_birth_date", "client.guide", "client.guide_pdf", "client.language",
    }  # fmt: skip


def test_each_audience_is_let_in_to_its_own_blueprint_only() -> None:
    for endpoint, who in ACCESS.items():
        if who is not Who.ANYONE:
            assert (who is Who.CLIENT) == endpoint.startswith("client."), endpoint
