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

from portal.models.step_record import Answers

Values = Mapping[str, Any]  # of a form, by the names of its fields


@dataclass(frozen=True)
class Line:
    """Some fields of a step that are read, changed and accepted as one; each field is in exactly one line.

    ``text``: the answers as they are read, in one line; empty where nothing was given. With ``is_picture`` it is the
    public id of a picture. ``goes_through``: harmless, so that a change of it waits for nobody. ``is_rare``: staff need
    not read that it was not given.
    """

    name: str
    label: str
    fields: tuple[str, ...]
    text: Callable[[Answers], str]
    goes_through: bool = False
    is_rare: bool = False
    is_picture: bool = False


@dataclass(frozen=True)
class Step:
    """A step of the registration, after username and password.

    ``title`` is what clients read, ``staff_title`` what staff do, wherever they read of it; ``asks`` tells staff in one
    sentence what the client is asked for.
    ``form``: a PortalForm, made of answers, or of what was posted. ``tidy`` makes answers of its values, fit for JSON,
    without what is empty; of what is on file it makes the same, so that a change can be told. ``lines``: the answers as
    they are read. ``own`` are the fields that are kept in the client's own row, under the same names; the others are
    kept as JSON. ``template`` extends ``client/steps/layout.html`` and fills in its fields.
    """

    title: str
    staff_title: str
    asks: str
    template: str
    form: Callable[[Answers], Any]
    is_on_file: Callable[[Answers], bool]
    tidy: Callable[[Values], Answers]
    lines: Sequence[Line]
    own: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """What a signed-in client can do in the portal.

    ``about`` tells staff in one sentence what clients do there.
    ``view`` answers GET and POST of ``/<folder>``. ``needs`` are the folders of steps that, where required, come first.
    ``guide`` are the sentences about it in the Client Portal Guide (see guide/parts.words). ``icon`` is in icons.svg.
    """

    label: str
    about: str
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
