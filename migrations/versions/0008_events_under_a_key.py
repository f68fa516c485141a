"""Events hold on to each other under a key; what is personal in them enters as a salted digest only.

The old chain, which anybody could have made anew, is walked first, and what was found is the first new event.
"""

import hashlib
import hmac
import json
import secrets
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from portal import clock, config, data_folder

revision = "0008"
down_revision = "0007"
AT_ONCE = 500
FIRST = "0" * 64

# without types: a row that somebody has made unreadable must not stop the migration
_COLUMNS = (
    "id", "at", "kind", "result", "actor", "actor_staff_id", "client_id", "staff_id", "sign_in_id", "ip", "fields",
    "salt", "personal", "key_name", "hash",
)  # fmt: skip
_event = sa.table("event", *map(sa.column, _COLUMNS))


def upgrade() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(f"DROP TRIGGER event_no_{act.lower()}")
    op.add_column("event", sa.Column("salt", sa.String(length=32), nullable=True))
    op.add_column("event", sa.Column("personal", sa.String(length=64), nullable=True))
    op.add_column("event", sa.Column("key_name", sa.String(length=16), nullable=True))
    _make_anew(op.get_bind())
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.alter_column("personal", existing_type=sa.String(length=64), nullable=False)
        batch_op.alter_column("key_name", existing_type=sa.String(length=16), nullable=False)
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER event_no_{act.lower()} BEFORE {act} ON event "
            "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END"
        )


def _make_anew(connection: sa.Connection) -> None:
    old, new = _Old(), _New()
    last: int | None = None
    while True:
        some = sa.select(_event).order_by(_event.c.id).limit(AT_ONCE)
        rows = connection.execute(some if last is None else some.where(_event.c.id > last)).mappings().all()
        if not rows:
            break
        last = int(rows[-1]["id"])
        for row in rows:
            old.look_at(row)
        change = sa.update(_event).where(_event.c.id == sa.bindparam("number"))
        names = ("salt", "personal", "key_name", "hash")
        connection.execute(
            change.values({name: sa.bindparam(f"new_{name}") for name in names}),
            [{"number": row["id"], **{f"new_{k}": v for k, v in new.columns(row).items()}} for row in rows],
        )
    if last is not None:
        told = {"count": str(old.rows), "state": old.state, "head": old.head}
        row = dict.fromkeys(_COLUMNS) | {
            "id": last + 1, "at": clock.now().strftime("%Y-%m-%d %H:%M:%S.%f"), "kind": "chain_renewed",
            "result": "done", "actor": "system", "fields": json.dumps(told),
        }  # fmt: skip
        connection.execute(sa.insert(_event), [row | new.columns(row)])


class _Old:
    """The chain as it was: SHA-256 of the hash before and the row."""

    def __init__(self) -> None:
        self.rows, self.head = 0, FIRST
        self.bad: int | None = None

    @property
    def state(self) -> str:
        return "unaltered" if self.bad is None else f"altered: event {self.bad} was not as written, or missing"

    def look_at(self, row: Any) -> None:
        self.rows += 1
        if self.bad is None and (row["id"] != self.rows or row["hash"] != _old_hash(row, self.head)):
            self.bad = self.rows
        self.head = str(row["hash"])


class _New:
    def __init__(self) -> None:
        self.key = data_folder.key_for(config.current(), "audit-v1")
        self.key_name = hmac.digest(self.key, b"name", hashlib.sha256).hex()[:16]
        self.head = FIRST

    def columns(self, row: Any) -> dict[str, str]:
        """What the row gets; one that cannot be read gets what cannot fit it."""
        salt = secrets.token_hex(16)
        moment, fields = _moment(row), _fields(row)
        personal = hashlib.sha256(f"{salt}{_json([row['client_id'], row['ip'], fields])}".encode()).hexdigest()
        values = [
            row["id"], moment, row["kind"], row["result"], row["actor"], row["actor_staff_id"], row["staff_id"],
            row["sign_in_id"], personal, self.key_name,
        ]  # fmt: skip
        self.head = hmac.digest(self.key, f"{self.head}{_json(values)}".encode(), hashlib.sha256).hex()
        return {"salt": salt, "personal": personal, "key_name": self.key_name, "hash": self.head}


def _old_hash(row: Any, previous: str) -> str | None:
    """None for a row that cannot be read: no hash fits it."""
    moment, fields = _moment(row), _fields(row)
    if moment is None or fields is None:
        return None
    values = [
        row["id"], moment, row["kind"], row["result"], row["actor"], row["actor_staff_id"], row["client_id"],
        row["staff_id"], row["sign_in_id"], row["ip"], fields,
    ]  # fmt: skip
    return hashlib.sha256(f"{previous}{_json(values)}".encode()).hexdigest()


def _moment(row: Any) -> str | None:
    try:
        moment = datetime.fromisoformat(row["at"])
    except (ValueError, TypeError):
        return None
    return moment.replace(tzinfo=UTC).isoformat(timespec="microseconds")


def _fields(row: Any) -> Any:
    try:
        return json.loads(row["fields"])
    except (ValueError, TypeError):
        return None


def _json(values: list[Any]) -> str:
    return json.dumps(values, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
