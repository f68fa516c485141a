"""The data folder: private, its user's own, and the keys that come from its secret."""

import hashlib
import hmac
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import config, data_folder
from portal.config import Settings
from portal.config_values import SettingError


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def fresh(tmp_path: Path) -> Settings:
    return config.load({"PORTAL_DATA_DIR": str(tmp_path / "new" / "data")})


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_folder_and_secret_are_made_for_their_user_alone(fresh: Settings) -> None:
    data_folder.prepare(fresh)
    assert (mode(fresh.data_dir), mode(fresh.data_dir / data_folder.SECRET_FILE)) == (0o700, 0o600)
    assert [path.name for path in fresh.data_dir.iterdir()] == [data_folder.SECRET_FILE]


def test_a_folder_that_is_open_to_others_is_closed(fresh: Settings) -> None:
    fresh.data_dir.mkdir(parents=True, mode=0o755)
    data_folder.prepare(fresh)
    assert mode(fresh.data_dir) == 0o700


def test_the_secret_is_made_once(fresh: Settings) -> None:
    data_folder.prepare(fresh)
    first = data_folder.secret(fresh)
    data_folder.prepare(fresh)
    assert data_folder.secret(fresh) == first and len(first) >= 43  # 256 bits


# case 99
@pytest.mark.parametrize("open_to", [0o640, 0o604, 0o620, 0o644, 0o601])
def test_a_secret_that_others_can_reach_is_refused(fresh: Settings, open_to: int) -> None:
    data_folder.prepare(fresh)
    (fresh.data_dir / data_folder.SECRET_FILE).chmod(open_to)
    with pytest.raises(SettingError, match=r"PORTAL_SECRET_KEY: .*chmod 600"):
        data_folder.secret(fresh)


def test_the_schema_in_a_folder_of_the_own_user_is_in_wal(settings: Settings) -> None:
    header = Path(settings.database_url.removeprefix("sqlite:///")).read_bytes()[18:20]
    assert header == b"\x02\x02"  # sqlite.org/fileformat, 1.3.3


def test_keys_are_derived_as_rfc_5869_says() -> None:
    """Test case 3 of its appendix A (SHA-256, no salt, no label): the first block of its output."""
    master = bytes.fromhex("0b" * 22)
    wanted = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
    assert data_folder.derive_key(master, "").hex() == wanted


def test_each_label_has_a_key_of_its_own() -> None:
    """RFC 5869, 2.3: T(1) = HMAC(PRK, info | 0x01)."""
    master = b"k" * 43
    extracted = hmac.new(b"\0" * 32, master, hashlib.sha256).digest()
    for label in ("link-v1", "session-v1"):
        expanded = hmac.new(extracted, label.encode() + b"\x01", hashlib.sha256).digest()
        assert data_folder.derive_key(master, label) == expanded
    assert data_folder.derive_key(master, "link-v1") != data_folder.derive_key(master, "session-v1")


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else (run as root)")
NOBODY, STRANGER = 65534, 54321


def load(folder: Path, **more: str) -> None:
    config.load({"PORTAL_DATA_DIR": str(folder), **more})


@as_root
@pytest.mark.parametrize(("owner", "name"), [(NOBODY, "nobody"), (STRANGER, "user 54321")])
@pytest.mark.parametrize("below", ["", "data", "practice/data"])
def test_root_is_told_whose_folder_it_is(tmp_path: Path, owner: int, name: str, below: str) -> None:
    shutil.chown(tmp_path, owner)
    with pytest.raises(SettingError) as raised:
        load(tmp_path / below)
    assert str(raised.value) == f"PORTAL_DATA_DIR: {tmp_path} belongs to {name}; run this as {name}, not as root."


@as_root
def test_a_database_of_somebody_else_is_not_touched_either(tmp_path: Path) -> None:
    (tmp_path / "own.db").touch()
    shutil.chown(tmp_path / "own.db", NOBODY)
    with pytest.raises(SettingError, match=r"^PORTAL_DATABASE_URL: .*own\.db belongs to nobody;"):
        load(tmp_path / "data", PORTAL_DATABASE_URL=f"sqlite:///{tmp_path}/own.db")


# a service, or a container
@as_root
@pytest.mark.parametrize("below", ["", "data"])
def test_root_works_in_its_own_folder(tmp_path: Path, below: str) -> None:
    load(tmp_path / below)
