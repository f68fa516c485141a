"""Alembic's entry: runs on the connection that portal.database hands over, in its transaction."""

from alembic import context

import portal.models
from portal.extensions import db

assert portal.models  # imported for the tables that it declares

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=db.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
