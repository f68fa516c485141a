"""Options of the practice, of providers and for single clients; registration steps; staff, invited or deactivated.

A link keeps when it was opened after its end, and how the last wrong date of birth differed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def _choices() -> sa.Column:
    return sa.Column("options", sa.JSON(), server_default=sa.text("'{}'"), nullable=False)


def upgrade() -> None:
    with op.batch_alter_table("practice", schema=None) as batch_op:
        batch_op.add_column(_choices())
    practice = sa.table("practice", sa.column("options", sa.JSON), sa.column("lets_clients_renew", sa.Boolean))
    off = {"lets_clients_renew": False}
    op.execute(practice.update().where(practice.c.lets_clients_renew.is_(False)).values(options=off))
    with op.batch_alter_table("practice", schema=None) as batch_op:
        batch_op.drop_column("lets_clients_renew")
    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.add_column(_choices())
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(_choices())
        batch_op.add_column(sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("deactivated_by_id", sa.Integer(), nullable=True))
        batch_op.alter_column("username_key", existing_type=sa.String(length=256), nullable=True)
        batch_op.create_foreign_key(
            op.f("fk_staff_deactivated_by_id_staff"), "staff", ["deactivated_by_id"], ["id"], ondelete="RESTRICT"
        )
    op.execute("UPDATE staff SET registered_at = created_at")
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("dead_opened_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("birth_date_hint", sa.String(length=10), nullable=True))
        batch_op.drop_constraint(op.f("ck_link_kind"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_link_kind"),
            "kind IN ('invitation', 'password_reset', 'staff_invitation', 'staff_password_reset')",
        )
    op.execute(
        "UPDATE link SET birth_date_hint = 'unknown' WHERE wrong_birth_dates > 0 "
        "AND NOT EXISTS (SELECT 1 FROM birth_date_confirmation WHERE link_id = link.id)"
    )
    op.create_table(
        "step_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skipped_by_id", sa.Integer(), nullable=True),
        sa.Column("skip_reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_step_record_client_id_client"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["skipped_by_id"], ["staff.id"], name=op.f("fk_step_record_skipped_by_id_staff"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_record")),
        sa.UniqueConstraint("client_id", "step", name=op.f("uq_step_record_client_id")),
    )
