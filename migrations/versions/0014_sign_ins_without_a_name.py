"""A sign-in has no random id: no address has ever named one."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    with op.batch_alter_table("sign_in") as batch:
        batch.drop_constraint(op.f("uq_sign_in_public_id"), type_="unique")
        batch.drop_column("public_id")
