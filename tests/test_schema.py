"""The schema at start, where something comes in between."""

from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event

from portal import config, data_folder, schema
from portal.config import Settings


@pytest.fixture
def new(tmp_path: Path) -> Settings:
    """A data folder without a database."""
    settings = config.load({"PORTAL_DATA_DIR": str(tmp_path / "new")})
    data_folder.prepare(settings)
    return settings


def test_the_files_tell_the_same_revisions_as_alembic(new: Settings) -> None:
    known = ScriptDirectory(str(schema.migrations_folder())).walk_revisions()
    assert schema.revisions() == [script.revision for script in known][::-1]


def test_a_migration_that_is_interrupted_ends_as_it_was_told(new: Settings) -> None:
    engine = create_engine(new.database_url)

    @event.listens_for(engine, "before_cursor_execute")
    def interrupt(connection: Connection, _: Any, statement: str, *rest: Any) -> None:
        if "CREATE TABLE practice" in statement:
            raise SystemExit(0)

    with pytest.raises(SystemExit):
        schema.upgrade(new, engine)
