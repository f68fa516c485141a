"""Portal tasks and registration steps: one folder each, found by itself.

A folder is a package whose ``__init__.py`` offers a ``PART``; its templates are in ``templates/`` and are
named ``tasks/<folder>/<file>``. It gets its switch, its place on Home, in the menu and in the guide, its address
(``/<folder>`` for the task, ``/steps/<folder>`` for the step), its line in the client menu and its part of what
staff read from what it offers here; nothing else has to know of it.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.models import Client
from portal.models.step_record import Answers

Values = Mapping[str, Any]  # of a form, by the names of its fields
Lines = Sequence[tuple[str, str]]  # label and text; an empty text was not given


@dataclass(frozen=True)
class Step:
    """A step of the registration, after username and password.

    ``form``: a PortalForm, made of what is on file, or of what was posted. ``keep`` gets its values inside the write
    transaction: it puts what belongs into the client's own row there, and returns the rest, which must be fit for
    JSON. ``shown``: the answers as staff read them. ``template`` extends ``client/steps/layout.html`` and fills in its
    fields.
    """

    title: str
    template: str
    form: Callable[[Client, Answers | None], Any]
    is_on_file: Callable[[Client, Answers | None], bool]
    keep: Callable[[Client, Values], Answers]
    shown: Callable[[Client, Answers], Lines]


@dataclass(frozen=True)
class Task:
    """What a signed-in client can do in the portal.

    ``view`` answers GET and POST of ``/<folder>``. ``needs`` are the folders of steps that, where required, come first.
    ``guide`` are the sentences about it in the Client Portal Guide (see guide/parts.words). ``icon`` is in icons.svg.
    """

    label: str
    summary: str
    view: Callable[[], Any]
    guide: tuple[str, ...]
    needs: tuple[str, ...] = ()
    icon: str = "task"


@dataclass(frozen=True)
class Part:
    """What one folder offers; ``place`` orders steps and tasks, and of two in one place the name of the folder.

    ``largest_body``: how many bytes may be sent to its addresses; None: as many as to any other.
    """

    place: int
    step: Step | None = None
    task: Task | None = None
    largest_body: int | None = None


_parts: dict[str, Part] = {}
_folders: dict[str, Path] = {}


def load() -> None:
    """Read the folders anew. Raises whatever one of them raises."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        if module.ispkg:
            folder = importlib.import_module(f"{__name__}.{module.name}")
            found[module.name] = folder.PART
            _folders[module.name] = Path(folder.__path__[0])
    _parts.clear()
    _parts.update(sorted(found.items(), key=lambda item: (item[1].place, item[0])))


def steps() -> dict[str, Step]:
    """Each step by the name of its folder, in the order in which they are asked."""
    return {name: part.step for name, part in _parts.items() if part.step}


def tasks() -> dict[str, Task]:
    """Each task by the name of its folder, in the order in which they are shown."""
    return {name: part.task for name, part in _parts.items() if part.task}


def largest_body(name: str) -> int | None:
    """Of the folder with this name."""
    return _parts[name].largest_body


def template_folders() -> dict[str, Path]:
    """By folder: where its templates are."""
    return {name: _folders[name] / "templates" for name in _parts}
