"""Whose trouble a mail is: by name, also for those that were refused before there were names."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

POLICY = "the mail server's rules refused it, not because of the address"
FULL = "the mailbox is full"
# the name, its words, and which refusals it is, by the enhanced code that the mail server gave (RFC 3463) or by the
# words that were kept; the later ones do not touch what an earlier one has named
NAMED = (
    ("POLICY", POLICY, "server_said LIKE '___ 5.7.%'"),
    ("FULL", FULL, "server_said LIKE '___ 5.2.2 %'"),
    ("NO_MAILBOX", None, "reason = 'no such mailbox'"),
    ("NO_DOMAIN", None, "reason = 'no mail server takes mail for this address'"),
    ("FULL_OR_LARGE", None, "reason = 'the mailbox is full or the message too large'"),
    ("SENDER", None, "reason = 'the mail server did not take the sender''s address'"),
    ("MESSAGE_REFUSED", None, "reason = 'the mail server refused the message'"),
    ("ADDRESS_REFUSED", None, "reason = 'the mail server refused the address'"),
)


def upgrade() -> None:
    op.add_column("outgoing_mail", sa.Column("trouble", sa.String(length=24), nullable=True))
    for name, words, which in NAMED:
        values = {"name": name, "words": words}
        op.execute(
            sa.text(
                "UPDATE outgoing_mail SET trouble = :name, reason = coalesce(:words, reason) "
                f"WHERE state = 'failed' AND trouble IS NULL AND {which}"
            ).bindparams(**values)
        )
