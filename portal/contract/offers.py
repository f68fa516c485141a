"""What a folder may offer besides its step and its task, each at most once a name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select

from portal.models import OutgoingMail


@dataclass(frozen=True, eq=False)
class MenuEntry:
    """The way to the folder's own page for staff, right ``after`` the entry of this section: clients, mail, ...

    ``count`` is an SQL expression, counted together with Needs attention in one statement; ``counted`` says what it
    counts: "Pets, 3 hungry".
    """

    label: str
    after: str
    icon: str = "task"
    count: ColumnElement[int] | None = None
    counted: str = ""


@dataclass(frozen=True, eq=False)
class Attention:
    """Lines of Needs attention: one for each of the ``rows``, until it is among them no more or is dismissed.

    ``rows`` selects ``subject`` (a random id), ``client_id`` and ``at``, and whatever the ``sentence`` is made of; the
    moment is its parameter ``now``. ``cause`` is of 24 characters at most, the folder's name its beginning.
    """

    cause: str
    rows: Select[Any]
    sentence: Callable[[Row[Any]], str]


@dataclass(frozen=True)
class MailOffer:
    """A kind of mail. Its words are ``templates/email/<kind>`` and, without the practice's name, ``neutral/<kind>``.

    A kind that goes to staff is called ``staff_...`` and has no neutral words.

    ``label`` is what staff call it. ``values`` are what its templates are given besides the names, ``link`` and
    ``button`` among them; of a sample there is no client. It is not sent after ``until``.
    """

    label: str
    values: Callable[[OutgoingMail], Mapping[str, str]]
    until: Callable[[OutgoingMail], datetime] | None = None


@dataclass(frozen=True, eq=False)
class Job:
    """What the worker does ``every`` so often: in a transaction of its own, and the same once more does no harm."""

    run: Callable[[], None]
    every: timedelta
