"""All mail can be held; a mail keeps since when and by whose trouble it is delayed and, where it is a test, the
conversation.

Whether clients may ask for a new link is an option of the practice. Links are counted by when and by whom they were
made.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("delayed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("is_our_trouble", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("dialogue", sa.Text(), nullable=True))
    with op.batch_alter_table("practice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lets_clients_renew", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column("mail_held_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index("ix_link_created_at", ["created_at"], unique=False)
        batch_op.create_index("ix_link_sent_by_id_created_at", ["sent_by_id", "created_at"], unique=False)
