"""What stops the command `portal`: one line on standard error, exit status 2, nothing written."""

import re
import stat
import subprocess
from pathlib import Path

import pytest

from portal import backups, data_folder, server
from portal.config import Settings
from tests.support.database import connect, contents
from tests.support.server import PORTAL, Server


def run(portal: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, ended after a while: one that is not stopped by its settings would serve."""
    command = [PORTAL, *arguments]
    return subprocess.run(command, env=portal.environment, capture_output=True, text=True, timeout=20, check=False)


# cases 98, 99 and 119, through the command itself
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("PUBLIC_URL", {"BIND": "0.0.0.0:1", "PUBLIC_URL": "http://portal.example.com"}),
        ("BIND", {"BIND": "192.0.2.1:8000", "ALLOW_HTTP": "yes"}),
        ("DATA_DIR", {"DATA_DIR": "/dev/null/data"}),
        ("DATABASE_URL", {"DATABASE_URL": f"sqlite:///{__file__}"}),
    ],
)
def test_the_command_ends_with_one_line_and_status_two(tmp_path: Path, name: str, values: dict[str, str]) -> None:
    environment = {f"PORTAL_{key}": text for key, text in values.items()}
    done = run(Server(tmp_path / "live", **environment), "serve")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(rf"PORTAL_{name}: .+\n", done.stderr)


# case 99
def test_a_secret_that_others_can_read_stops_every_command(settings: Settings) -> None:
    file = settings.data_dir / data_folder.SECRET_FILE
    file.chmod(0o640)
    done = run(Server(settings.data_dir), "audit", "verify")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(rf"PORTAL_SECRET_KEY: .*{file}.*\n", done.stderr)


# case 123
def test_a_database_of_a_newer_version_stops_the_start_untouched(settings: Settings) -> None:
    with connect(settings) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    before = contents(settings)
    done = run(Server(settings.data_dir), "serve")
    assert done.returncode == 2 and "9999" in done.stderr and len(done.stderr.splitlines()) == 1
    assert contents(settings) == before


def test_the_command_that_it_prints_goes_back_to_the_copy_from_before(settings: Settings) -> None:
    before = contents(settings)
    copy = backups.before_migration(settings, "9999")
    (copy.parent / "later.sqlite3").touch()  # nothing that could be put back
    (settings.data_dir / "events-head").write_text("of later")
    newer = connect(settings)
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.commit()  # into the -wal, which stays
    done = run(Server(settings.data_dir), "serve")
    command = done.stderr.rpartition("by this command: ")[2]
    assert done.returncode == 2 and f"go back to {copy}, without all that was entered since" in done.stderr
    subprocess.run(command, shell=True, check=True)
    newer.close()
    assert contents(settings) == before
    assert not (settings.data_dir / "events-head").exists()
    assert stat.S_IMODE((settings.data_dir / "portal.sqlite3").stat().st_mode) == 0o600


# each that a start finds is tried in test_old_data.py; this through the command itself, which also reads a portal.toml
@pytest.mark.parametrize("what", ["half a database", "a folder for the settings"])
def test_old_data_that_cannot_be_worked_with_stops_the_start_untouched(settings: Settings, what: str) -> None:
    folder, database = settings.data_dir, settings.data_dir / "portal.sqlite3"
    if what == "half a database":
        _tear(database)
    else:
        (folder / "portal.toml").mkdir()
    before = sorted(folder.rglob("*"))
    done = run(Server(folder), "serve")
    assert (done.returncode, done.stdout, sorted(folder.rglob("*"))) == (2, "", before)
    assert re.fullmatch(r"PORTAL_[A-Z_]+: .+\n", done.stderr)


def _tear(database: Path) -> None:
    with database.open("r+b") as file:
        file.truncate(database.stat().st_size // 2)


def test_a_file_that_cannot_be_used_stops_the_start_with_one_line(settings: Settings) -> None:
    (settings.data_dir / "setup-address").mkdir()
    done = run(Server(settings.data_dir), "serve")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{settings.data_dir}/setup-address cannot be used: Is a directory.\n"


def test_settings_that_others_can_read_are_told_with_the_command_that_mends_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "portal.toml"
    server.warn_of_open_file(file)
    file.write_text("mail_password = 'x'")
    file.chmod(0o640)
    server.warn_of_open_file(file)
    file.chmod(0o600)
    server.warn_of_open_file(file)
    assert capsys.readouterr().out == f"{file} can be read by others; run: chmod 600 {file}\n"


# the other commands open it without the look that a start takes
def test_another_command_on_a_torn_database_ends_with_one_line(settings: Settings) -> None:
    _tear(settings.data_dir / "portal.sqlite3")
    done = run(Server(settings.data_dir), "audit", "verify")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"The database cannot be used: .+\n", done.stderr)
