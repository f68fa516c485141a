"""What stops the command `portal`: one line on standard error, exit status 2, nothing written."""

import re
import subprocess
from pathlib import Path

import pytest

from portal import storage
from portal.config import Settings
from tests.support.database import connect, contents
from tests.support.server import PORTAL, Server


def run(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, ended after a while: one that is not stopped by its settings would serve."""
    command = [PORTAL, *arguments]
    return subprocess.run(command, env=server.environment, capture_output=True, text=True, timeout=20, check=False)


# 98, 99 and 119 through the command itself
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("WORKERS", {"WORKERS": "none"}),
        ("BOGUS", {"BOGUS": "1"}),
        ("PUBLIC_URL", {"BIND": "0.0.0.0:1", "PUBLIC_URL": "http://portal.example.com"}),
        ("PUBLIC_URL", {"MAIL_SERVER": "mail.example.com"}),
        ("BIND", {"BIND": "192.0.2.1:8000", "ALLOW_HTTP": "yes"}),
        ("DATA_DIR", {"DATA_DIR": "/dev/null/data"}),
        ("DATABASE_URL", {"DATABASE_URL": "sqlite:////nowhere/portal.sqlite3"}),
        ("DATABASE_URL", {"DATABASE_URL": "sqlite:////tmp"}),
        ("DATABASE_URL", {"DATABASE_URL": f"sqlite:///{__file__}"}),
    ],
)
def test_the_command_ends_with_one_line_and_status_two(tmp_path: Path, name: str, values: dict[str, str]) -> None:
    environment = {f"PORTAL_{key}": text for key, text in values.items()}
    done = run(Server(tmp_path / "live", **environment), "serve")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(rf"PORTAL_{name}: .+\n", done.stderr)


# 99
@pytest.mark.parametrize("what", ["open to others", "short", "missing"])
def test_a_secret_that_is_open_short_or_missing_stops_the_command(settings: Settings, what: str) -> None:
    file = settings.data_dir / storage.SECRET_FILE
    if what == "open to others":
        file.chmod(0o640)
    elif what == "short":
        file.write_text("x" * 31)
    else:
        file.unlink()
    done = run(Server(settings.data_dir), "audit", "verify")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"PORTAL_SECRET_KEY: .+\n", done.stderr)
    assert str(file) in done.stderr


# 123
def test_a_database_of_a_newer_version_stops_the_start_untouched(settings: Settings) -> None:
    with connect(settings) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    before = contents(settings)
    done = run(Server(settings.data_dir), "serve")
    assert done.returncode == 2 and "9999" in done.stderr and len(done.stderr.splitlines()) == 1
    assert contents(settings) == before


# through the command itself, which also reads a portal.toml and makes a schema
@pytest.mark.parametrize("what", ["a folder to read only", "half a database", "no secret", "no database", "a folder"])
def test_old_data_that_cannot_be_worked_with_stops_the_start_untouched(settings: Settings, what: str) -> None:
    folder, database = settings.data_dir, settings.data_dir / "portal.sqlite3"
    if what == "a folder to read only":
        folder.chmod(0o500)
    elif what == "half a database":
        with database.open("r+b") as file:
            file.truncate(database.stat().st_size // 2)
    elif what == "no secret":
        (folder / storage.SECRET_FILE).unlink()
    elif what == "no database":
        database.unlink()
        (folder / "backups").mkdir()
        (folder / "backups" / "before-0002.sqlite3").touch()
    else:
        (folder / "portal.toml").mkdir()
    before = sorted(folder.rglob("*"))
    done = run(Server(folder), "serve")
    folder.chmod(0o700)
    assert (done.returncode, done.stdout, sorted(folder.rglob("*"))) == (2, "", before)
    assert re.fullmatch(r"PORTAL_[A-Z_]+: .+\n", done.stderr)


# the other commands open it without the look that a start takes
@pytest.mark.parametrize("command", [("audit", "verify"), ("staff", "reset", "dana.w")])
def test_other_commands_on_a_torn_database_end_with_one_line(settings: Settings, command: tuple[str, ...]) -> None:
    database = settings.data_dir / "portal.sqlite3"
    with database.open("r+b") as file:
        file.truncate(database.stat().st_size // 2)
    done = run(Server(settings.data_dir), *command)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"The database cannot be used: .+\n", done.stderr)
