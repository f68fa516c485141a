"""The code to type of an invitation that is shown in the room."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("link", sa.Column("shown_code", sa.String(length=64), nullable=True))
    op.add_column("link", sa.Column("shown_code_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_link_shown_code", "link", ["shown_code"], unique=True)
