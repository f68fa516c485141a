"""The data folder and the disk below it."""

import shlex
import shutil
import stat
from pathlib import Path

from portal import data_folder
from portal.config import Settings
from portal.config_values import SettingError
from portal.doctor.finding import Case, Finding

LEAST_FREE, LEAST_SHARE = 500_000_000, 0.05  # bytes; of the whole disk


def secret(case: Case) -> Finding:
    try:
        data_folder.secret(case.settings)
    except SettingError as error:
        return Finding(error.why.rstrip("."), "Without it no link and no sign-in works: put it back from a backup.")
    return Finding("there, and private")


def file_modes(case: Case) -> Finding:
    """Folders 0700 and files 0600 at most: all below the data folder, and the database wherever it is."""
    folder = case.settings.data_dir
    private = [folder, *sorted(folder.rglob("*")), *_files_of_database(case.settings)]
    open_to_others = [path for path in dict.fromkeys(private) if _mode(path) & 0o077]
    if open_to_others:
        first, more = open_to_others[0], len(open_to_others) - 1
        found = f"{first} is open to others ({_mode(first):04o})" + (f", and {more} more" if more else "")
        names = " ".join(shlex.quote(str(path)) for path in open_to_others[:5])
        return Finding(found, f"Run: chmod go-rwx {names}{' ...' if more > 4 else ''}")
    return Finding("readable by their owner only")


def disk_space(case: Case) -> Finding:
    folder = database_file(case.settings).parent
    usage = shutil.disk_usage(folder if folder.is_dir() else "/")
    free = f"{usage.free / 1e9:.1f} GB free ({usage.free * 100 // usage.total} %)"
    if usage.free < LEAST_FREE or usage.free < LEAST_SHARE * usage.total:
        return Finding(free, f"Make room on the disk of {folder}: when it is full nothing can be saved.")
    return Finding(free)


def database_file(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))


def _files_of_database(settings: Settings) -> list[Path]:
    file = database_file(settings)
    return [file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")]


def _mode(path: Path) -> int:
    """0 for what is not there (any more)."""
    try:
        return stat.S_IMODE(path.lstat().st_mode) if not path.is_symlink() else 0
    except FileNotFoundError:
        return 0
