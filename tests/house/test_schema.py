"""Models and migrations agree."""

import re
import sqlite3
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import create_engine

from portal.config import Settings
from portal.extensions import db
from tests.support.database import connect


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
