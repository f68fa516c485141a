"""What others know of a person and of the practice: no password is one of these words."""

from datetime import date

from portal.authentication.password_policy import PRODUCT_NAMES, names_of
from portal.models import Client, Practice, Staff

Words = list[str | None]


def words_about(person: Client | Staff, username: str) -> tuple[Words, date | None]:
    """With the date of birth, where one is on file."""
    if isinstance(person, Client):
        return of_client(person, username), person.birth_date
    return of_staff(person.name, person.email, username, Practice.one().name), None


def of_client(client: Client, username: str) -> Words:
    mailboxes = [_mailbox(email.address) for email in client.emails]
    names = names_of(client.first_name, client.last_name)
    return [*names, *mailboxes, client.preferred_name, username, Practice.one().name, *PRODUCT_NAMES]


def of_staff(name: str, email: str, username: str, practice_name: str) -> Words:
    first, _, last = name.partition(" ")
    return [*names_of(first, last), _mailbox(email), username, practice_name, *PRODUCT_NAMES]


def _mailbox(address: str) -> str:
    return address.partition("@")[0]
