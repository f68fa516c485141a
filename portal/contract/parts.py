"""What one folder may offer, but for its pages, which web/folder_pages.py describes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement

from portal.contract.offers import Attention, Job, MailOffer, MenuEntry
from portal.contract.option import Option
from portal.models import Client
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
class Live:
    """How things stand with a client, in a line: ``value`` is an SQL expression about Client, ``words`` says it."""

    value: ColumnElement[Any]
    words: Callable[[Any], str]


@dataclass(frozen=True)
class Step:
    """A step of the registration, after username and password; its form is offered with its page.

    ``title`` is what clients read, ``staff_title`` what staff do, wherever they read of it; ``asks`` tells staff in one
    sentence what the client is asked for.
    ``tidy`` makes answers of the form's values, fit for JSON, without what is empty; of what is on file it makes the
    same, so that a change can be told. ``lines``: the answers as they are read. ``own`` are the fields that are kept in
    the client's own row, under the same names; the others are kept as JSON.
    ``is_done`` is for a step whose page is a view of its own, and of which nothing is kept here: asked until then.
    """

    title: str
    staff_title: str
    asks: str
    is_on_file: Callable[[Answers], bool] = bool
    tidy: Callable[[Values], Answers] = dict
    lines: Sequence[Line] = ()
    own: tuple[str, ...] = ()
    is_done: Callable[[Client], bool] | None = None


@dataclass(frozen=True)
class Task:
    """What a signed-in client can do in the portal; its pages are offered apart.

    ``about`` tells staff in one sentence what clients do there, ``summary`` tells clients on Home.
    ``needs`` are the folders of steps that, where required, come first.
    ``guide`` are the sentences about it in the Client Portal Guide (see guide/parts.words). ``icon`` is in icons.svg.
    ``line`` is what clients read on Home below the summary, ``staff_line`` what staff read on a client's profile.
    """

    label: str
    about: str
    summary: str
    guide: tuple[str, ...]
    needs: tuple[str, ...] = ()
    icon: str = "task"
    line: Live | None = None
    staff_line: Live | None = None


@dataclass(frozen=True)
class Part:
    """What one folder offers; ``place`` orders steps and tasks, and of two in one place the name of the folder.

    ``options`` stand below the switch of the task. ``events`` are sentences by their kinds, ``mails`` by theirs (each
    of 24 characters at most): the {names} in a sentence are the fields of the event, the folder is its group.
    ``export`` gives what is kept of a client, as files by their names; ``erase`` deletes it, in the transaction of its
    caller.
    """

    place: int
    step: Step | None = None
    task: Task | None = None
    options: tuple[Option, ...] = ()
    events: Mapping[str, str] = field(default_factory=dict)
    mails: Mapping[str, MailOffer] = field(default_factory=dict)
    attention: tuple[Attention, ...] = ()
    jobs: tuple[Job, ...] = ()
    menu: MenuEntry | None = None
    export: Callable[[Client], Mapping[str, bytes]] | None = None
    erase: Callable[[Client], None] | None = None
