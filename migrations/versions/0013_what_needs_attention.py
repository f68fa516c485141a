"""Who was signed in where a reset was asked for; and indexes of what needs attention, which every page counts."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"

LOCKED = sa.text("wrong_birth_dates >= 5 AND used_at IS NULL")
NEVER_SENT = sa.text("state IN ('failed', 'kept')")


def upgrade() -> None:
    with op.batch_alter_table("reset_request") as batch:
        batch.add_column(sa.Column("client_id", sa.Integer, nullable=True))
        batch.create_foreign_key(
            op.f("fk_reset_request_client_id_client"), "client", ["client_id"], ["id"], ondelete="RESTRICT"
        )
    op.create_index("ix_link_locked", "link", ["id"], sqlite_where=LOCKED, postgresql_where=LOCKED)
    op.create_index(
        "ix_outgoing_mail_never_sent", "outgoing_mail", ["id"], sqlite_where=NEVER_SENT, postgresql_where=NEVER_SENT
    )
