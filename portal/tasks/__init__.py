"""Portal tasks and registration steps: one folder each, found by itself; docs/code.md tells how to add one.

What a folder's ``__init__.py`` offers as its ``PART`` knows of no page (portal/contract/parts.py says what it may
be). Its pages are the ``PAGES`` of ``client_pages.py`` and ``staff_pages.py`` (portal/web/folder_pages.py), its
templates are in ``templates/`` and named ``tasks/<folder>/<file>``. Nothing outside knows a folder by its name.
"""

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

from portal.contract import tasks
from portal.web.folder_pages import FolderPages


def load() -> None:
    """Read the folders anew, without their pages. Raises whatever one of them raises."""
    folders = _folders()
    parts = {name: folder.PART for name, folder in folders.items()}
    tasks.use(parts, {name: Path(folder.__path__[0]) for name, folder in folders.items()})


def pages() -> dict[str, FolderPages]:
    """What each folder has to show, by its name. Raises whatever one of them raises."""
    return {name: _pages(folder) for name, folder in _folders().items()}


def _pages(folder: ModuleType) -> FolderPages:
    path = Path(folder.__path__[0])
    offered = {
        audience: importlib.import_module(f"{folder.__name__}.{audience}_pages").PAGES
        for audience in ("client", "staff")
        if (path / f"{audience}_pages.py").exists()
    }
    return FolderPages(path, **offered)


def _folders() -> dict[str, ModuleType]:
    names = (module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}
