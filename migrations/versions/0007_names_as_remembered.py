"""What the list of clients sorts and searches by is made anew, as names and numbers are compared now."""

import sqlalchemy as sa
from alembic import op

# Not copied: what is kept has to fit what portal.folding makes of a search today, whatever it did when this was
# written. Whoever changes the folding adds a migration that makes the same two columns anew.
from portal import folding, phone_numbers, regions

revision = "0007"
down_revision = "0006"
AT_ONCE = 500

_client = sa.table(
    "client",
    *map(sa.column, ("id", "first_name", "last_name", "preferred_name", "phone", "sort_name", "search")),
)
_account = sa.table("portal_account", sa.column("client_id"), sa.column("username"))
_email = sa.table("email_address", sa.column("id"), sa.column("client_id"), sa.column("address"))


def upgrade() -> None:
    connection = op.get_bind()
    zone = connection.scalar(sa.text("SELECT time_zone FROM practice"))
    region = phone_numbers.region_of(zone) if zone else regions.ELSEWHERE
    last = 0
    while True:
        some = sa.select(_client).where(_client.c.id > last).order_by(_client.c.id).limit(AT_ONCE)
        rows = connection.execute(some).all()
        if not rows:
            return
        others = _others(connection, last, rows[-1].id)
        last = rows[-1].id
        connection.execute(
            sa.update(_client)
            .where(_client.c.id == sa.bindparam("number"))
            .values(sort_name=sa.bindparam("key"), search=sa.bindparam("text")),
            [_columns(row, others.get(row.id, []), region) for row in rows],
        )


def _columns(row: sa.Row, others: list[str], region: str) -> dict[str, object]:
    names = (row.first_name, row.last_name, row.preferred_name)
    return {
        "number": row.id,
        "key": folding.sort_key(row.last_name, row.first_name),
        "text": folding.search_text(*names, row.phone, others, region),
    }


def _others(connection: sa.Connection, after: int, last: int) -> dict[int, list[str]]:
    """Username and addresses of the clients of this round, in the order in which the portal puts them."""
    found: dict[int, list[str]] = {}
    for table, column, order in (
        (_account, _account.c.username, _account.c.client_id),
        (_email, _email.c.address, _email.c.id),
    ):
        some = sa.select(table.c.client_id, column).where(table.c.client_id > after, table.c.client_id <= last)
        for number, text in connection.execute(some.order_by(order)):
            found.setdefault(number, []).append(text)
    return found
