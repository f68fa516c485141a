"""Adding a client, and changing what is on file."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from portal import clock, dates, folding
from portal.clients import email_addresses
from portal.contract.parts import Line
from portal.database import writing
from portal.extensions import db
from portal.i18n import LANGUAGES
from portal.intake import edit_conflicts
from portal.intake.edit_conflicts import Marks
from portal.limits import floods
from portal.models import Client, Dismissal, Link, Practice, Staff
from portal.models.attention import LineCause
from portal.models.base import is_random_id, owner, random_id
from portal.models.event import Actor, record
from portal.models.step_record import Answers


@dataclass(frozen=True)
class Details:
    first_name: str
    last_name: str
    preferred_name: str | None
    birth_date: date | None
    phone: str | None
    provider_id: int | None
    language: str | None = None  # None: not known yet
    keeps_name_out: bool = False


FIELD_NAMES = {
    "first_name": "first name",
    "last_name": "last name",
    "preferred_name": "preferred name",
    "birth_date": "date of birth",
    "phone": "phone",
    "provider_id": "provider",
    "language": "language",
    "keeps_name_out": "keep the practice's name out of mail",
}


def _text(name: str) -> Callable[[Answers], str]:
    return lambda details: _words(name, details.get(name))


def _words(name: str, value: Any) -> str:
    """As it stands on the profile; empty where there is nothing."""
    if isinstance(value, date):
        return dates.full_date(value, Practice.one().zone)
    if name == "provider_id" and value is not None:
        return db.session.get_one(Staff, value).name
    if isinstance(value, bool):
        return "yes" if value else "no"
    return LANGUAGES.get(value, value) if value else ""


LINES = [Line(name.removesuffix("_id"), words, (name,), _text(name)) for name, words in FIELD_NAMES.items()]


def add(details: Details, email: str | None, by: Actor, once: str = "") -> Client:
    """``once`` is the public id for the client, made for one form: the same form sent twice adds one client.

    Without such an id, or with other details, it is another client with an id of its own.
    """
    with writing():
        before = added_before(once, details, email)
        if before is not None:
            return before
        is_free = is_random_id(once) and Client.by_public_id(once) is None
        client = Client(**asdict(details), created_at=clock.now(), public_id=once if is_free else random_id())
        client.refresh_search()
        db.session.add(client)
        db.session.flush()
        record("client_added", by, client_id=client.id)
        if email:
            email_addresses.add(client, email, by)
    return client


def added_before(once: str, details: Details, email: str | None) -> Client | None:
    """Who was added by the same form with the same in it."""
    client = Client.by_public_id(once)
    if client is None or on_file(client) != asdict(details):
        return None
    addresses = [row.address for row in client.emails]
    return client if addresses == ([email] if email else []) else None


def on_file(client: Client) -> Answers:
    """The details by the names of their fields."""
    return {name: getattr(client, name) for name in FIELD_NAMES}


def change(client: Client, details: Details, by: Actor, marks: Marks | None = None) -> None:
    """Write what differs; correcting the date of birth opens a link that wrong answers had locked.

    ``marks`` tell what the form had shown. Raises ChangedMeanwhile where another person has changed the same.
    """
    with writing():
        wanted = edit_conflicts.merge(LINES, marks, on_file(client), asdict(details))
        changed = [name for name, value in wanted.items() if getattr(client, name) != value]
        for name in changed:
            setattr(client, name, wanted[name])
        if "birth_date" in changed:
            _forget_wrong_answers(client)
        if changed:
            client.refresh_search()
            what = ", ".join(FIELD_NAMES[name] for name in changed)
            record("client_changed", by, client_id=client.id, what=what)


def choose_language(client: Client, language: str, by: Actor) -> None:
    """The client's own choice. The same choice again leaves no event; many changes in a row leave only a few."""
    with writing():
        if client.language == language:
            return
        client.language = language
        floods.tell("language_chosen", by, owner(client.id, None), "done", language=LANGUAGES[language])


def same_person(first_name: str, last_name: str, birth_date: date | None) -> Client | None:
    """A client with the same name and date of birth, or None."""
    if birth_date is None:
        return None
    return db.session.scalar(
        select(Client)
        .where(Client.sort_name == folding.sort_key(last_name, first_name), Client.birth_date == birth_date)
        .limit(1)
    )


def _forget_wrong_answers(client: Client) -> None:
    for link in db.session.scalars(select(Link).where(Link.client_id == client.id, Link.wrong_birth_dates > 0)):
        link.wrong_birth_dates, link.birth_date_hint = 0, None
        db.session.execute(
            delete(Dismissal).where(Dismissal.cause == LineCause.LOCKED, Dismissal.subject == link.selector)
        )
