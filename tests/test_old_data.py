"""A start beside old data: one line that says what is wrong, and nothing made anew."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal import config, data_folder
from portal.config import Settings
from portal.config_values import SettingError
from tests.support.database import connect

DATABASE = "portal.sqlite3"


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """Of a portal that ran, and was ended."""
    folder = tmp_path / "data"
    connect(settings).close()  # the last to close takes the log into the database
    shutil.copytree(settings.data_dir, folder)
    (folder / "worker-alive").write_text("0")
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700)


def _state(folder: Path) -> dict[str, tuple[int, bytes | None]]:
    return {
        str(path): (path.lstat().st_mode, path.read_bytes() if path.is_file() else None)
        for path in (folder, *sorted(folder.rglob("*")))
        if not path.name.endswith("-shm")
    }


def _gone(folder: Path) -> None:
    for path in folder.glob(f"{DATABASE}*"):
        path.unlink()


def _gone_but_for(keep: str) -> Callable[[Path], None]:
    def harm(folder: Path) -> None:
        _gone(folder)
        (folder / "worker-alive").unlink()
        (folder / keep).parent.mkdir(exist_ok=True)
        (folder / keep).write_text("{}")

    return harm


def _cut(kept: slice) -> Callable[[Path], None]:
    return lambda folder: _write(folder, (folder / DATABASE).read_bytes()[kept])


def _write(folder: Path, data: bytes) -> None:
    (folder / DATABASE).write_bytes(data)


def _garbage(start: int) -> Callable[[Path], None]:
    def harm(folder: Path) -> None:
        data = (folder / DATABASE).read_bytes()
        _write(folder, data[:start] + b"\xff" * (len(data) - start))

    return harm


def _directory(folder: Path) -> None:
    _gone(folder)
    (folder / DATABASE).mkdir()


def _mode(name: str, mode: int) -> Callable[[Path], None]:
    return lambda folder: (folder / name).chmod(mode)


HARMS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a folder to read only": (
        _mode(".", 0o500),
        r"DATA_DIR: .+ cannot be written \(its mode is 0500\); .*chmod u\+rwx",
    ),
    "a folder that cannot be entered": (_mode(".", 0o600), r"DATA_DIR: .+\(its mode is 0600"),
    "a database without its last page": (_cut(slice(-4096)), f"DATABASE_URL: .+{DATABASE} cannot be read: .+malformed"),
    "a database without its end": (_cut(slice(-9)), f"DATABASE_URL: .+{DATABASE} cannot be read: its end is missing"),
    "an empty database": (_cut(slice(0)), f"DATABASE_URL: .+{DATABASE} is empty, but there is .+worker-alive"),
    "garbage": (_garbage(0), f"DATABASE_URL: .+{DATABASE} is not a database"),
    "garbage behind the first page": (_garbage(4096), f"DATABASE_URL: .+{DATABASE} cannot be read"),
    "a folder in place of the database": (_directory, f"DATABASE_URL: .+{DATABASE} is not a database"),
    "a database to read only": (_mode(DATABASE, 0o400), f"DATABASE_URL: .+{DATABASE} cannot be written .+0400"),
    "no secret": (lambda folder: (folder / "secret-key").unlink(), "SECRET_KEY: .+secret-key is missing"),
    "no database, and a worker that ran": (_gone, f"DATABASE_URL: .+{DATABASE} is missing, but .+worker-alive"),
    "no database, and backups": (_gone_but_for("backups/before-0002.sqlite3"), "DATABASE_URL: .+is missing.+backups/"),
    "no database, and a count of events": (_gone_but_for("events-head"), "DATABASE_URL: .+is missing.+events-head"),
    "no database, and its log": (_gone_but_for(f"{DATABASE}-wal"), f"DATABASE_URL: .+is missing.+{DATABASE}-wal"),
}


@pytest.mark.parametrize("what", HARMS)
def test_what_cannot_be_worked_with_stops_the_start_and_nothing_is_made(what: str, folder: Path) -> None:
    harm, why = HARMS[what]
    harm(folder)
    before = _state(folder)
    with pytest.raises(SettingError) as refused:
        data_folder.prepare(config.load({"PORTAL_DATA_DIR": str(folder)}))
    assert re.match(f"PORTAL_{why}", str(refused.value)) and "\n" not in str(refused.value)
    assert _state(folder) == before


def test_an_old_database_elsewhere_needs_the_secret_that_it_was_made_with(folder: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    settings = {"PORTAL_DATA_DIR": str(new), "PORTAL_DATABASE_URL": f"sqlite:///{folder / DATABASE}"}
    with pytest.raises(SettingError, match="SECRET_KEY"):
        data_folder.prepare(config.load(settings))
    assert not new.exists()
    data_folder.prepare(config.load(settings | {"PORTAL_SECRET_KEY": (folder / "secret-key").read_text()}))


def test_a_portal_that_ran_is_started_again(folder: Path) -> None:
    before = _state(folder)
    data_folder.prepare(config.load({"PORTAL_DATA_DIR": str(folder)}))
    assert _state(folder) == before


@pytest.mark.parametrize("left", [["secret-key"], ["secret-key", DATABASE], ["portal.toml"]])
def test_a_first_start_that_was_broken_off_is_made_again(left: list[str], tmp_path: Path) -> None:
    for name in left:
        (tmp_path / name).write_text("s" * 43 if name == "secret-key" else "")
        (tmp_path / name).chmod(0o600)
    data_folder.prepare(config.load({"PORTAL_DATA_DIR": str(tmp_path)}))
    assert (tmp_path / "secret-key").exists()
