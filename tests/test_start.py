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
