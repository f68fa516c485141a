"""Who owns the data folder: what root writes into another user's folder, that user could not change any more."""

import os
import pwd
from pathlib import Path

from portal.config_values import SettingError


def refuse_foreign_folder(setting: str, path: Path) -> None:
    """For a folder yet to be made, its parent counts. Raises SettingError."""
    if os.geteuid() != 0:  # other users find out when they write
        return
    folder = next(place for place in (path, *path.parents) if place.exists())
    owner = folder.stat().st_uid
    if owner != 0:
        raise SettingError(setting, f"{folder} belongs to {_name(owner)}; run this as {_name(owner)}, not as root.")


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:  # of another machine, as in a container
        return f"user {user}"
