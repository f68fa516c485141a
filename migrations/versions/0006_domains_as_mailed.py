"""Domains of email addresses are kept as they are mailed to, in A-labels (RFC 5890), and compared so.

Where a client had the same address twice, once in either form, one stays: the default one, else the older. Of two on
staff with one address both stay, since nobody may lose an account: whoever had it as it is mailed to signs in with it,
the other with the username only. What no form would take any more stays as it is.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from portal.email_address import NeedsSmtpUtf8, NotAnAddress, address_key, read

revision = "0006"
down_revision = "0005"

Emails = sa.table(
    "email_address", *(sa.column(name) for name in ("id", "client_id", "address", "address_key", "is_default"))
)
Staff = sa.table("staff", *(sa.column(name) for name in ("id", "email", "email_key")))


def upgrade() -> None:
    _clients()
    _staff()
    for table, column in (("practice", "reply_to"), ("outgoing_mail", "address")):
        _only_written_anew(table, column)


def _clients() -> None:
    """The row that stays is looked at first, so that the others find it."""
    found = sa.select(Emails).order_by(Emails.c.client_id, Emails.c.is_default.desc(), Emails.c.id)
    kept: set[tuple[int, str]] = set()
    changed = []
    for row in _rows(found):
        address = _as_mailed(row.address)
        key = (row.client_id, address_key(address))
        if key in kept:
            op.execute(Emails.delete().where(Emails.c.id == row.id))
        elif (address, key[1]) != (row.address, row.address_key):
            changed.append((row.id, address, key[1]))
        kept.add(key)
    for number, address, key_text in changed:
        op.execute(Emails.update().where(Emails.c.id == number).values(address=address, address_key=key_text))


def _staff() -> None:
    people = _rows(sa.select(Staff).order_by(Staff.c.id))
    taken = {row.email_key for row in people}
    for row in people:
        address = _as_mailed(row.email)
        key = address_key(address)
        key = row.email_key if key in taken else key
        if (address, key) != (row.email, row.email_key):
            op.execute(Staff.update().where(Staff.c.id == row.id).values(email=address, email_key=key))
        taken.add(key)


def _only_written_anew(name: str, column_name: str) -> None:
    table = sa.table(name, sa.column("id"), sa.column(column_name))
    column = table.c[column_name]
    for row in _rows(sa.select(table.c.id, column).where(column.is_not(None))):
        address = _as_mailed(row[1])
        if address != row[1]:
            op.execute(table.update().where(table.c.id == row.id).values({column_name: address}))


def _rows(statement: sa.Select[tuple[object, ...]]) -> Iterable[sa.Row[tuple[object, ...]]]:
    return op.get_bind().execute(statement).all()


def _as_mailed(address: str) -> str:
    try:
        return address if address.isascii() else read(address)
    except (NotAnAddress, NeedsSmtpUtf8):
        return address
