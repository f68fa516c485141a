"""The data folder and the disk, broken for real where a test can."""

import shutil
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest

from portal import backups
from portal.config import Settings
from tests.doctor.conftest import Look

Usage = namedtuple("Usage", "total used free")
GB = 1_000_000_000
PRIVATE = [
    "secret-key", "portal.sqlite3", "portal.sqlite3-wal", "portal.sqlite3-shm", "backups", "backups/copy.sqlite3",
]  # fmt: skip


@pytest.fixture
def folder(settings: Settings) -> Path:
    """The data folder, with a backup in it."""
    (settings.data_dir / backups.FOLDER).mkdir(mode=0o700)
    backups.make(settings.data_dir / "portal.sqlite3", settings.data_dir / backups.FOLDER / "copy.sqlite3")
    return settings.data_dir


def test_a_folder_as_the_portal_made_it_is_well(look: Look, settings: Settings, folder: Path) -> None:
    assert [look(name, settings).mark for name in ("secret", "file modes", "disk space")] == ["ok"] * 3


@pytest.mark.parametrize(("name", "mode"), list(zip(PRIVATE, [0o640, 0o604] * 3)))
def test_each_file_that_others_can_read_is_named_with_the_command_that_mends_it(
    look: Look, settings: Settings, folder: Path, name: str, mode: int
) -> None:
    (folder / name).touch()  # SQLite takes its two away once nobody reads the database
    (folder / name).chmod(mode | 0o100 * (folder / name).is_dir())
    finding = look("file modes", settings)
    assert finding.is_wrong and finding.found.startswith(f"{folder / name} is open to others")
    assert finding.advice == f"Run: chmod go-rwx {folder / name}"


def test_a_data_folder_that_others_can_enter_is_wrong(look: Look, settings: Settings, folder: Path) -> None:
    folder.chmod(0o711)
    assert look("file modes", settings).found == f"{folder} is open to others (0711)"


def test_a_database_outside_the_data_folder_is_looked_at_too(look: Look, settings: Settings, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite3"
    shutil.copy(settings.data_dir / "portal.sqlite3", elsewhere)
    elsewhere.chmod(0o644)
    finding = look("file modes", replace(settings, database_url=f"sqlite:///{elsewhere}"))
    assert finding.found == f"{elsewhere} is open to others (0644)"


@pytest.mark.parametrize("harm", ["missing", "short", "open"])
def test_a_secret_that_cannot_be_used_is_wrong_and_is_not_printed(look: Look, settings: Settings, harm: str) -> None:
    file = settings.data_dir / "secret-key"
    text = file.read_text()
    if harm == "missing":
        file.unlink()
    elif harm == "short":
        file.write_text("a short one")
    else:
        file.chmod(0o644)
    finding = look("secret", settings)
    assert finding.is_wrong
    assert text not in str(finding) and "a short one" not in str(finding)


@pytest.mark.parametrize(
    ("total", "free", "mark"),
    [
        (9 * GB, GB // 2, "ok"), (9 * GB, GB // 2 - 1, "WRONG"),
        (100 * GB, 5 * GB, "ok"), (100 * GB, 5 * GB - 1, "WRONG"),
    ],
)  # fmt: skip
def test_the_disk_needs_half_a_gigabyte_and_a_twentieth_of_itself(
    look: Look, settings: Settings, monkeypatch: pytest.MonkeyPatch, total: int, free: int, mark: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(total, total - free, free))
    assert look("disk space", settings).mark == mark
