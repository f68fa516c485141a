"""Whose setting decides for a client: an exception for them, their provider's choice, or the practice's default.

Each is kept as a value under its name in ``options`` of the client, the staff member or the practice (models/base.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import islice

from portal.contract import tasks
from portal.contract.option import Option, Value
from portal.database import writing
from portal.models import Client, Link, Practice, Staff
from portal.models.base import Choices
from portal.models.event import Actor, record
from portal.options.catalogue import (
    ASK_BIRTH_DATE,
    IDLE_MINUTES,
    LETS_RENEW,
    LINK_HOURS,
    SHORTEST_PASSWORD,
    of_clients,
    of_practice,
    of_step,
    of_task,
)


class Source(StrEnum):
    """Whose setting decides; the nearest to the client first."""

    CLIENT = "client"
    PROVIDER = "provider"
    PRACTICE = "practice"


_DEFAULT = "the practice's default"
_Layer = tuple[Source, Choices, str]


@dataclass(frozen=True)
class Decision:
    """``whose`` is the setting in words: the practice's default, Dana Whitfield's choice, an exception for them."""

    option: Option
    value: Value
    source: Source
    whose: str

    @property
    def words(self) -> str:
        return self.option.words(self.value)


def decide(option: Option, about: Client | Staff | None = None) -> Decision:
    """What holds for this client, or for the clients of this provider; without either, the practice's setting."""
    return _first(option, _layers(about))


def usual(option: Option, about: Client | Staff) -> Decision:
    """What would hold without a choice of theirs."""
    return _first(option, islice(_layers(about), 1, None))


def own(option: Option, whose: Practice | Staff | Client) -> Value | None:
    """What they have chosen themselves; None where they have not."""
    value = whose.options.get(option.name)
    return value if value is not None and option.allows(value) else None


def asks_birth_date(client: Client | None = None) -> bool:
    return bool(decide(ASK_BIRTH_DATE, client).value)


def link_asks_birth_date(link: Link) -> bool:
    """Whether a date of birth is on file, and the question is switched on for this client."""
    client = link.client
    return client is not None and client.birth_date is not None and asks_birth_date(client)


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
    return decide(of_step(step), client)


def has_task(task: str, client: Client | None = None) -> bool:
    """Whether there is a task of this folder, and it is switched on."""
    return task in tasks.tasks() and bool(decide(of_task(task), client).value)


def change(whose: Practice | Staff | Client, wanted: Mapping[str, Value | None], by: Actor) -> None:
    """Write what differs, each with its event. None goes back to the next wider setting; the practice has none.

    Raises ValueError for an option that is not theirs, or a value that it does not allow; then nothing was changed.
    """
    with writing():
        is_practice = isinstance(whose, Practice)
        theirs = {option.name: option for option in (*of_clients(), *(of_practice() if is_practice else ()))}
        for name, value in wanted.items():
            if name not in theirs or not (theirs[name].allows(value) or (value is None and not is_practice)):
                raise ValueError(name)
        for name, value in wanted.items():
            _choose(whose, theirs[name], value, by)


def _choose(whose: Practice | Staff | Client, option: Option, value: Value | None, by: Actor) -> None:
    old = own(option, whose)
    if isinstance(whose, Practice):
        old = option.default if old is None else old
    if value == old:
        return
    _record(whose, option, old, value, by)
    kept: Choices = {name: choice for name, choice in whose.options.items() if name != option.name}
    whose.options = kept if value is None else kept | {option.name: value}


def _record(whose: Practice | Staff | Client, option: Option, old: Value | None, new: Value | None, by: Actor) -> None:
    before, after = (_in_an_event(option, value, whose) for value in (old, new))
    if isinstance(whose, Staff):
        record("provider_option_changed", by, staff_id=whose.id, provider=whose.name,
               option=option.label, old=before, new=after)  # fmt: skip
    elif isinstance(whose, Client):
        record("client_option_changed", by, client_id=whose.id, option=option.label, old=before, new=after)
    else:
        record("option_changed", by, option=option.label, old=before, new=after)


def _in_an_event(option: Option, value: Value | None, whose: Practice | Staff | Client) -> str:
    """off · the practice's default (off) · the usual setting (off)"""
    if value is not None or isinstance(whose, Practice):
        return _in_a_sentence(option.words(option.default if value is None else value))
    wider = "the usual setting" if isinstance(whose, Client) else _DEFAULT
    return f"{wider} ({_in_a_sentence(usual(option, whose).words)})"


def _in_a_sentence(words: str) -> str:
    return words[:1].lower() + words[1:]


def _first(option: Option, layers: Iterator[_Layer]) -> Decision:
    for source, choices, words in layers:
        value = choices.get(option.name)
        if value is not None and option.allows(value):
            return Decision(option, value, source, words)
    return Decision(option, option.default, Source.PRACTICE, _DEFAULT)


def _layers(about: Client | Staff | None) -> Iterator[_Layer]:
    provider = about
    if isinstance(about, Client):
        yield Source.CLIENT, about.options, "an exception for this client"
        provider = about.provider
    if isinstance(provider, Staff):
        yield Source.PROVIDER, provider.options, f"{provider.name}'s choice"
    practice = Practice.get()
    if practice is not None:
        yield Source.PRACTICE, practice.options, _DEFAULT
