"""Adding a client, and changing what is on file."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import delete, select

from portal import clock
from portal.credentials import emails
from portal.database import writing
from portal.extensions import db
from portal.language import LANGUAGES
from portal.models import Client, Dismissal, Link
from portal.models.client import folded
from portal.models.event import Actor, record


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


def add(details: Details, email: str | None, by: Actor) -> Client:
    writing()
    client = Client(**asdict(details), created_at=clock.now())
    client.refresh_search()
    db.session.add(client)
    db.session.flush()
    record("client_added", by, client_id=client.id)
    if email:
        emails.add_in_transaction(client, email, by)
    db.session.commit()
    return client


def change(client: Client, details: Details, by: Actor) -> None:
    """Write what differs; correcting the date of birth opens a link that wrong answers had locked."""
    writing()
    changed = [name for name, value in asdict(details).items() if getattr(client, name) != value]
    for name in changed:
        setattr(client, name, getattr(details, name))
    if "birth_date" in changed:
        _forget_wrong_answers(client)
    if changed:
        client.refresh_search()
        what = ", ".join(FIELD_NAMES[name] for name in changed)
        record("client_changed", by, client_id=client.id, what=what)
    db.session.commit()


def choose_language(client: Client, language: str, by: Actor) -> None:
    """The client's own choice; the same once more leaves no trace."""
    writing()
    if client.language == language:
        db.session.rollback()
        return
    client.language = language
    record("language_chosen", by, client_id=client.id, language=LANGUAGES[language])
    db.session.commit()


def same_person(first_name: str, last_name: str, birth_date: date | None) -> Client | None:
    """A client with the same name and date of birth, or None."""
    if birth_date is None:
        return None
    return db.session.scalar(
        select(Client)
        .where(Client.sort_name == folded(f"{last_name}, {first_name}"), Client.birth_date == birth_date)
        .limit(1)
    )


def _forget_wrong_answers(client: Client) -> None:
    for link in db.session.scalars(select(Link).where(Link.client_id == client.id, Link.wrong_birth_dates > 0)):
        link.wrong_birth_dates, link.birth_date_hint = 0, None
        db.session.execute(delete(Dismissal).where(Dismissal.cause == "locked", Dismissal.subject == link.selector))
