"""What the owner has said on the checklist, and with which settings a test mail left."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("practice", sa.Column("checklist", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
    op.add_column("practice", sa.Column("mail_tested_with", sa.String(length=64), nullable=True))
