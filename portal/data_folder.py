"""The data folder: made private, with the secret that links and cookies depend on."""

import fcntl
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal import old_data
from portal.config import Settings
from portal.config_values import SettingError

SECRET_FILE = "secret-key"
LEAST_FREE = 1_000_000  # bytes; with less, a photo or a page of the database may not fit any more


def prepare(settings: Settings) -> None:
    """Make the data folder (0700) and the secret (0600) where missing. Raises SettingError, with nothing made."""
    os.umask(0o077)
    folder = settings.data_dir
    try:
        old_data.check(settings, folder / SECRET_FILE)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if is_open_to_others(folder):
            folder.chmod(0o700)
        if settings.secret_key is None:
            _make_secret(folder / SECRET_FILE)
    except OSError as error:
        raise SettingError("DATA_DIR", f"{folder} cannot be used: {error.strerror}.") from error


def secret(settings: Settings) -> bytes:
    """The app's secret, at least 32 bytes. Raises SettingError where it is missing, short or open to others."""
    if settings.secret_key is not None:
        return settings.secret_key.encode()
    path = settings.data_dir / SECRET_FILE
    try:
        if is_open_to_others(path):
            raise SettingError("SECRET_KEY", f"{path} can be read by others; run: chmod 600 {path}")
        key = path.read_bytes().strip()
    except OSError as error:
        raise SettingError("SECRET_KEY", f"{path} cannot be read: {error.strerror}.") from error
    if len(key) < 32:
        raise SettingError("SECRET_KEY", f"{path} holds fewer than 32 characters.")
    return key


def is_open_to_others(path: Path) -> bool:
    """Raises OSError."""
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def key_for(settings: Settings, label: str) -> bytes:
    """The app's key for one purpose. Raises SettingError as ``secret``."""
    return derive_key(secret(settings), label)


def derive_key(master: bytes, label: str) -> bytes:
    """A 32-byte key for one purpose: HKDF with SHA-256, no salt, one block (RFC 5869, sections 2.2 and 2.3)."""
    pseudo_random_key = hmac.digest(bytes(32), master, hashlib.sha256)
    return hmac.digest(pseudo_random_key, label.encode() + b"\x01", hashlib.sha256)


@contextmanager
def lock(folder: Path, name: str) -> Iterator[None]:
    """Hold the lock file ``name`` of the data folder; released also when the process is killed."""
    with open(folder / f"{name}.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_full(settings: Settings) -> bool:
    """Whether the disk is too full to save anything, told without a write."""
    places = (settings.data_dir, Path(settings.database_url.removeprefix("sqlite:///")).parent)
    disks = [os.statvfs(place) for place in places]
    return any(disk.f_bavail * disk.f_frsize < LEAST_FREE for disk in disks)


def _make_secret(path: Path) -> None:
    if path.exists():
        return
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    draft.write_text(secrets.token_urlsafe(32))
    draft.chmod(0o600)
    try:
        os.link(draft, path)  # two starts at once make only one file
    except FileExistsError:
        return
    finally:
        draft.unlink()
