"""Browsers that an account has been used with."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "device_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("mark_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(client_id IS NULL) != (staff_id IS NULL)", name=op.f("ck_device_mark_one_person")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_device_mark_client_id_client"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_device_mark_staff_id_staff"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_mark")),
        sa.UniqueConstraint("mark_hash", name=op.f("uq_device_mark_mark_hash")),
    )
    op.create_index("ix_device_mark_client_id", "device_mark", ["client_id"])
    op.create_index("ix_device_mark_staff_id", "device_mark", ["staff_id"])
    op.create_index("ix_device_mark_last_used_at", "device_mark", ["last_used_at"])
