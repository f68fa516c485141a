"""The options, and whose setting decides for a client: an exception for them, their provider's, or the practice's.

Each is kept as a value under its name in ``options`` of the client, the staff member or the practice (models/base.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from portal import tasks
from portal.database import writing
from portal.extensions import db
from portal.models import Client, Practice, Staff
from portal.models.base import Choices
from portal.models.event import Actor, record

Value = bool | int | str


class Asking(StrEnum):
    """Whether a step is asked."""

    DONT_ASK = "dont_ask"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Source(StrEnum):
    """Whose setting decides; the nearest to the client first."""

    CLIENT = "client"
    PROVIDER = "provider"
    PRACTICE = "practice"


@dataclass(frozen=True)
class Option:
    """Either ``choices`` (value: its words) or ``bounds`` (lowest and highest number)."""

    name: str
    label: str
    default: Value
    help: str = ""
    choices: Mapping[Value, str] | None = None
    bounds: tuple[int, int] = (0, 0)

    def allows(self, value: object) -> bool:
        if self.choices is not None:
            return any(value == choice and type(value) is type(choice) for choice in self.choices)
        return type(value) is int and self.bounds[0] <= value <= self.bounds[1]

    def words(self, value: Value) -> str:
        """On, Required, 48"""
        return self.choices[value] if self.choices is not None else str(value)


@dataclass(frozen=True)
class Decision:
    option: Option
    value: Value
    source: Source

    @property
    def words(self) -> str:
        return self.option.words(self.value)


_ON_OFF: dict[Value, str] = {True: "On", False: "Off"}
_ASKING: dict[Value, str] = {
    Asking.DONT_ASK.value: "Don't ask", Asking.OPTIONAL.value: "Optional", Asking.REQUIRED.value: "Required",
}  # fmt: skip

ASK_BIRTH_DATE = Option(
    "ask_birth_date", "Ask for the date of birth before the link opens", True,
    "Where one is on file. It shows that the mail has reached the right person.", _ON_OFF,
)  # fmt: skip
LINK_HOURS = Option(
    "link_hours", "Link lifetime (hours)", 48,
    "From 1 to 48, for invites and password resets. NIST SP 800-63A advises 24 at most.", bounds=(1, 48),
)  # fmt: skip
LETS_RENEW = Option(
    "lets_clients_renew", "Let clients ask for a new link", True,
    "On the page of an invite that has run out. The new link goes to the same email address, after the date of birth "
    "where one is on file; at most 2 times in 24 hours.", _ON_OFF,
)  # fmt: skip
IDLE_MINUTES = Option(
    "idle_minutes", "Sign out after (minutes)", 30,
    "Without use, staff and clients, from 5 to 60.", bounds=(5, 60),
)  # fmt: skip
SHORTEST_PASSWORD = Option(
    "shortest_password", "Shortest password", 12,
    "Characters, from 12 to 64, for passwords chosen from now on. 15 or more is better.", bounds=(12, 64),
)  # fmt: skip


def of_practice() -> tuple[Option, ...]:
    """Those that are the practice's alone."""
    return IDLE_MINUTES, SHORTEST_PASSWORD


def of_registration() -> tuple[Option, ...]:
    steps = (_step_option(name, step.title) for name, step in tasks.steps().items())
    return ASK_BIRTH_DATE, *steps, LINK_HOURS, LETS_RENEW


def of_tasks() -> tuple[Option, ...]:
    return tuple(_task_option(name, task.label) for name, task in tasks.tasks().items())


def of_clients() -> tuple[Option, ...]:
    """Those that a provider may choose, and that there are exceptions from."""
    return *of_registration(), *of_tasks()


def decide(option: Option, client: Client | None = None) -> Decision:
    """What holds for this client; without one, for somebody whom nobody knows yet: the practice's."""
    for source, choices in _layers(client):
        value = choices.get(option.name)
        if value is not None and option.allows(value):
            return Decision(option, value, source)
    return Decision(option, option.default, Source.PRACTICE)


def asks_birth_date(client: Client | None = None) -> bool:
    return bool(decide(ASK_BIRTH_DATE, client).value)


def lets_renew(client: Client | None = None) -> bool:
    return bool(decide(LETS_RENEW, client).value)


def link_lifetime(client: Client | None = None) -> timedelta:
    return timedelta(hours=int(decide(LINK_HOURS, client).value))


def idle_limit() -> timedelta:
    return timedelta(minutes=int(decide(IDLE_MINUTES).value))


def shortest_password() -> int:
    return int(decide(SHORTEST_PASSWORD).value)


def asking(step: str, client: Client | None = None) -> Decision:
    """How the step of this folder is asked; its value is one of Asking."""
    return decide(_step_option(step, tasks.steps()[step].title), client)


def has_task(task: str, client: Client | None = None) -> bool:
    """Whether there is a task of this folder, and it is switched on."""
    found = tasks.tasks().get(task)
    return found is not None and bool(decide(_task_option(task, found.label), client).value)


def change(whose: Practice | Staff | Client, wanted: Mapping[str, Value | None], by: Actor) -> None:
    """Write what differs, each with its event. None goes back to the next wider setting, which the practice has not.

    Raises ValueError for an option that is not theirs, or a value that it does not allow; then nothing was changed.
    """
    writing()
    allowed = {option.name: option for option in (*of_clients(), *(of_practice() if _is_practice(whose) else ()))}
    choices: Choices = dict(whose.options)
    for name, value in wanted.items():
        option = allowed.get(name)
        if (
            option is None
            or (value is None and _is_practice(whose))
            or (value is not None and not option.allows(value))
        ):
            db.session.rollback()
            raise ValueError(name)
        old = choices.get(name, option.default if _is_practice(whose) else None)
        if value == old:
            continue
        choices = {
            **{key: kept for key, kept in choices.items() if key != name},
            **({} if value is None else {name: value}),
        }
        _record(whose, option, old, value, by)
    if choices != whose.options:
        whose.options = choices
    db.session.commit()


def _record(whose: Practice | Staff | Client, option: Option, old: Value | None, new: Value | None, by: Actor) -> None:
    otherwise = "the practice's default" if isinstance(whose, Staff) else "the usual"
    before, after = (_in_a_sentence(option.words(value)) if value is not None else otherwise for value in (old, new))
    if isinstance(whose, Staff):
        record("provider_option_changed", by, staff_id=whose.id, provider=whose.name,
               option=option.label, old=before, new=after)  # fmt: skip
    elif isinstance(whose, Client):
        record("client_option_changed", by, client_id=whose.id, option=option.label, old=before, new=after)
    else:
        record("option_changed", by, option=option.label, old=before, new=after)


def _in_a_sentence(words: str) -> str:
    return words[:1].lower() + words[1:]


def _is_practice(whose: Practice | Staff | Client) -> bool:
    return isinstance(whose, Practice)


def _layers(client: Client | None) -> Iterator[tuple[Source, Choices]]:
    if client is not None:
        yield Source.CLIENT, client.options
        if client.provider is not None:
            yield Source.PROVIDER, client.provider.options
    practice = Practice.get()
    if practice is not None:
        yield Source.PRACTICE, practice.options


def _step_option(name: str, title: str) -> Option:
    return Option(f"step_{name}", title, Asking.DONT_ASK.value, choices=_ASKING)


def _task_option(name: str, label: str) -> Option:
    return Option(f"task_{name}", label, False, choices=_ON_OFF)
