"""Root in somebody else's folder is sent away before anything is written; in its own, and in a new one, it starts."""

import os
import shutil
from pathlib import Path

import pytest

from portal import config
from portal.config_values import SettingError

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else (run as root)")
NOBODY, STRANGER = 65534, 54321


def load(folder: Path, **more: str) -> None:
    config.load({"PORTAL_DATA_DIR": str(folder), **more})


@pytest.mark.parametrize(("owner", "name"), [(NOBODY, "nobody"), (STRANGER, "user 54321")])
@pytest.mark.parametrize("below", ["", "data", "practice/data"])
def test_root_is_told_whose_folder_it_is(tmp_path: Path, owner: int, name: str, below: str) -> None:
    shutil.chown(tmp_path, owner)
    with pytest.raises(SettingError) as raised:
        load(tmp_path / below)
    assert str(raised.value) == f"PORTAL_DATA_DIR: {tmp_path} belongs to {name}; run this as {name}, not as root."


def test_a_database_of_somebody_else_is_not_touched_either(tmp_path: Path) -> None:
    (tmp_path / "own.db").touch()
    shutil.chown(tmp_path / "own.db", NOBODY)
    with pytest.raises(SettingError, match=r"^PORTAL_DATABASE_URL: .*own\.db belongs to nobody;"):
        load(tmp_path / "data", PORTAL_DATABASE_URL=f"sqlite:///{tmp_path}/own.db")


# a service, or a container
@pytest.mark.parametrize("below", ["", "data"])
def test_root_works_in_its_own_folder(tmp_path: Path, below: str) -> None:
    load(tmp_path / below)
