"""What the folders of portal/tasks have for Needs attention."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, select

from portal.contract import tasks
from portal.contract.offers import Attention
from portal.diagnosis.attention_kinds import AttentionLine
from portal.diagnosis.attention_rows import SHOWN, dismissed, parameters
from portal.extensions import db
from portal.models import Client


def offered() -> tuple[Attention, ...]:
    return tuple(attention for part in tasks.parts().values() for attention in part.attention)


def still_open(attention: Attention) -> Select[Any]:
    """The rows that nobody has dismissed, the newest first."""
    rows = attention.rows.subquery()
    return select(rows).where(~dismissed(attention.cause, rows.c.subject)).order_by(rows.c.at.desc()).limit(SHOWN)


def lines() -> Iterator[AttentionLine]:
    """A statement for each that is offered, and one for each client of whom there is a line."""
    for attention in offered():
        for row in db.session.execute(still_open(attention), parameters()).all():
            client = db.session.get(Client, row.client_id)
            yield AttentionLine(attention.cause, row.subject, client, attention.sentence(row), row.at, None)
