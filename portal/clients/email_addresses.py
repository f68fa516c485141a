"""The addresses of a client.

A change of the default one ends live links: an old mailbox must not open anything. Where the client has used the old
mailbox, a mail tells it of the change (OWASP ASVS 5.0, 6.3.7).
"""

from portal.clients import old_address
from portal.credentials import links
from portal.database import flush_or_raise, writing
from portal.email_address import address_key
from portal.errors import EmailGone, EmailTaken
from portal.extensions import db
from portal.models import Client, EmailAddress
from portal.models.event import Actor, record
from portal.models.link import EndedWhy, LinkKind


def add(client: Client, address: str, by: Actor) -> EmailAddress:
    """The first address is the default. Raises EmailTaken where the client has it already."""
    with writing():
        email = EmailAddress(address=address, address_key=address_key(address), is_default=not client.emails)
        client.emails.append(email)
        flush_or_raise(EmailTaken())  # before any read, which would flush too and raise IntegrityError
        client.refresh_search()
        record("email_added", by, client_id=client.id, email=address)
    return email


def change(email: EmailAddress, address: str, by: Actor) -> None:
    """Nothing happens where the text is the same.

    Raises EmailTaken where the client has the new text already, EmailGone where it was deleted meanwhile.
    """
    number = email.id
    with writing():
        email = _as_it_is_now(number)
        if email.address == address:
            return
        client, old = email.client, email.address
        email.address, email.address_key = address, address_key(address)
        flush_or_raise(EmailTaken())
        client.refresh_search()
        record("email_changed", by, client_id=client.id, old=old, email=address)
        if email.is_default:
            _end_links(client, by)
            if email.address_key != address_key(old):
                old_address.tell(client, old)


def make_default(email: EmailAddress, by: Actor) -> None:
    """Raises EmailGone."""
    number = email.id
    with writing():
        email = _as_it_is_now(number)
        if email.is_default:
            return
        client, old = email.client, email.client.default_email
        for other in client.emails:
            other.is_default = False
        db.session.flush()  # one default at a time: the index looks at each statement
        email.is_default = True
        record("default_email_set", by, client_id=client.id, email=email.address)
        _end_links(client, by)
        if old is not None:
            old_address.tell(client, old.address)


def delete(email: EmailAddress, by: Actor) -> None:
    """Deleting the default leaves none, until one is chosen. Raises EmailGone."""
    number = email.id
    with writing():
        email = _as_it_is_now(number)
        client, was_default = email.client, email.is_default
        client.emails.remove(email)
        record("email_deleted", by, client_id=client.id, email=email.address)
        if was_default:
            _end_links(client, by)
            old_address.tell(client, email.address)
        client.refresh_search()


def _as_it_is_now(number: int) -> EmailAddress:
    """Under the write lock. Of two who delete it, the second gets EmailGone."""
    row = db.session.get(EmailAddress, number, populate_existing=True)
    if row is None:
        raise EmailGone()
    return row


def _end_links(client: Client, by: Actor) -> None:
    for link in links.end_open(EndedWhy.DEFAULT_EMAIL_CHANGED, by_id=by.staff_id, client_id=client.id):
        if link.kind == LinkKind.INVITATION:
            record("invitation_ended", by, client_id=client.id)
        else:
            record("reset_ended", by, client_id=client.id, why="the default email changed")
