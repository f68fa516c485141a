"""Whose trouble a mail is: by name, also for those that were refused before there were names."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_mail = sa.table(
    "outgoing_mail",
    sa.column("state", sa.String),
    sa.column("reason", sa.String),
    sa.column("trouble", sa.String),
    sa.column("server_said", sa.String),
)
# by the enhanced code that the mail server gave (RFC 3463): its pattern, the name, and the words that go with it now
BY_CODE = (
    ("___ 5.7.%", "POLICY", "the mail server's rules refused it, not because of the address"),
    ("___ 5.2.2 %", "FULL", "the mailbox is full"),
)
BY_WORDS = {
    "no such mailbox": "NO_MAILBOX",
    "no mail server takes mail for this address": "NO_DOMAIN",
    "the mailbox is full or the message too large": "FULL_OR_LARGE",
    "the mail server did not take the sender's address": "SENDER",
    "the mail server refused the message": "MESSAGE_REFUSED",
    "the mail server refused the address": "ADDRESS_REFUSED",
}


def upgrade() -> None:
    op.add_column("outgoing_mail", sa.Column("trouble", sa.String(length=24), nullable=True))
    unnamed = sa.and_(_mail.c.state == "failed", _mail.c.trouble.is_(None))
    for pattern, name, words in BY_CODE:
        named = _mail.c.server_said.like(pattern)
        op.execute(_mail.update().where(unnamed, named).values(trouble=name, reason=words))
    for words, name in BY_WORDS.items():
        op.execute(_mail.update().where(unnamed, _mail.c.reason == words).values(trouble=name))
