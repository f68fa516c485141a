"""How many lines Needs attention has, for the menu of every page: in one statement, together with the practice.

What is rare and cannot be counted in SQL (a trouble of the practice's own mail, a stopped account) is counted
from its lines, which costs their statements while it lasts.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Select, and_, exists, func, literal_column, or_, select, text, true
from sqlalchemy.orm import InstrumentedAttribute

from portal import clock
from portal.contract import tasks
from portal.contract.offers import Attention, MenuEntry
from portal.diagnosis import attention_kinds, attention_of_folders
from portal.diagnosis.attention_kinds import AttentionLine
from portal.diagnosis.attention_of_folders import still_open
from portal.diagnosis.attention_rows import (
    CAME_BACK,
    EXPIRED,
    KEPT,
    LOCKED_LINKS,
    NOT_DELIVERED,
    SHOWN,
    dismissed,
    is_changed,
    parameters,
)
from portal.diagnosis.mail_complaints import standing_still
from portal.extensions import db
from portal.limits import sent_mail
from portal.mail import troubles
from portal.models import Attempt, Client, Dismissal, Link, OutgoingMail, Practice, StepRecord
from portal.models.attention import LineCause
from portal.models.outgoing_mail import NEVER_SENT, TO_SEND


@dataclass(frozen=True)
class Count:
    practice: Practice | None
    lines: int
    entries: Mapping[str, int]  # of the menu, by the folder of portal/tasks that each leads to


def read() -> Count:
    entries = {name: part.menu for name, part in tasks.parts().items() if part.menu}
    statement = _statement(attention_of_folders.offered(), tuple(entries.values()))
    rows = db.session.execute(statement, parameters() | {"a_day_ago": clock.now() - timedelta(days=1)}).all()
    if not rows:
        return Count(None, 0, {})
    first = rows[0]
    number: int = first.not_delivered + first.locked + first.kept
    number += _exactly(attention_kinds.expired, attention_kinds.asked_too_often) if first.came_back else first.expired
    number += _exactly(attention_kinds.stopped) if first.is_stopped else 0
    number += _exactly(attention_kinds.of_all_mail) if first.is_ours else _of_worker_and_hold(first)
    changed = [row for row in rows if row.StepRecord is not None]
    number += sum(attention_kinds.of_change(row.StepRecord, row.Client) is not None for row in changed)
    number += first.of_folders
    return Count(first.Practice, number, dict(zip(entries, first[-len(entries) :])) if entries else {})


def _exactly(*kinds: Callable[[], Iterator[AttentionLine]]) -> int:
    return sum(1 for kind in kinds for _ in kind())


def _of_worker_and_hold(row: Row[Any]) -> int:
    quiet = (row.quiet or "").split()
    return sum(at.isoformat() not in quiet for _, at in standing_still(row.Practice.mail_held_at, row.oldest_at))


def _number(rows: Select[Any], of: InstrumentedAttribute[int]) -> Any:
    return _rows_of(rows.with_only_columns(of))


def _rows_of(rows: Select[Any]) -> Any:
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()


@lru_cache(maxsize=2)
def _statement(of_folders: tuple[Attention, ...], entries: tuple[MenuEntry, ...]) -> Select[*tuple[Any, ...]]:
    """Made once for what the folders of portal/tasks offer; the counts of the menu are its last columns."""
    newest_kept = KEPT.with_only_columns(OutgoingMail.public_id).limit(1).subquery()
    kept = select(func.count()).select_from(newest_kept).where(~dismissed(LineCause.KEPT, newest_kept.c.public_id))
    to_send = select(OutgoingMail.id).where(text(TO_SEND))
    refused = select(OutgoingMail.id).where(
        text(NEVER_SENT), OutgoingMail.state == "failed", OutgoingMail.trouble.in_(troubles.OURS)
    )
    is_ours = or_(exists(to_send.where(OutgoingMail.is_our_trouble)), exists(refused), sent_mail.is_used_up())
    return (
        select(
            Practice,
            StepRecord,
            Client,
            _number(NOT_DELIVERED, OutgoingMail.id).label("not_delivered"),
            _number(LOCKED_LINKS, Link.id).label("locked"),
            _number(EXPIRED, Link.id).label("expired"),
            kept.scalar_subquery().label("kept"),
            exists(CAME_BACK.with_only_columns(Link.id)).label("came_back"),
            exists(select(Attempt.id).where(attention_kinds.is_full())).label("is_stopped"),
            select(func.min(OutgoingMail.created_at)).where(text(TO_SEND)).scalar_subquery().label("oldest_at"),
            select(func.aggregate_strings(Dismissal.subject, " "))
            .where(Dismissal.cause.in_((LineCause.MAIL_WORKER, LineCause.MAIL_HELD)))
            .scalar_subquery()
            .label("quiet"),
            is_ours.label("is_ours"),
            sum(map(_rows_of, map(still_open, of_folders)), literal_column("0")).label("of_folders"),
            *(literal_column("0") if entry.count is None else entry.count for entry in entries),
        )
        .select_from(Practice)
        .outerjoin(StepRecord, and_(true(), is_changed()))
        .outerjoin(Client, Client.id == StepRecord.client_id)
        .order_by(StepRecord.changed_at.desc())
        .limit(SHOWN)
    )
