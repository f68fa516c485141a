"""What people can cause again and again is written down a few times, then counted, then told in one number.

The record is kept for good: a form that a machine sends 500 times must not bury in it what people did.
"""

from datetime import timedelta

from sqlalchemy import delete, or_, select

from portal import clock
from portal.database import release_connection, writing
from portal.extensions import db
from portal.models import Attempt
from portal.models.base import Owner
from portal.models.event import SYSTEM, Actor, record

LIMIT = "told_events"  # these counters end here, not in attempts.purge()
TOLD = 5  # one by one
QUIET = timedelta(hours=1)  # without a new one for so long, the flood is over
_KEPT = timedelta(days=90)  # for a worker that did not run
# for each kind the event for reaching the limit, and the one for the end
COUNTED = {
    "sign_in_refused": ("sign_ins_refused_often", "sign_ins_refused_in_all"),
    "reset_asked": ("resets_refused_often", "resets_refused_in_all"),
    "language_chosen": ("languages_chosen_often", "languages_chosen"),
}


def tell(kind: str, by: Actor, owner: Owner, result: str, **fields: str) -> None:
    """Record the event or count it, inside the caller's transaction.

    ``owner`` is whom it is about, empty for nobody on file. The counter is written anew each time, so that the first
    for an account costs as much as one of many for none (OWASP ASVS 6.3.8).
    """
    key, now = _key(kind, owner), clock.now()
    counter = Attempt.limit_name == LIMIT, Attempt.key == key
    found = db.session.execute(select(Attempt.total, Attempt.blocked_until).where(*counter)).first()
    total = found.total if found else 0
    if found and not now < found.blocked_until <= now + QUIET:  # over, or noted while the clock was ahead
        _tell_end(key, total)
        total = 0
    db.session.execute(delete(Attempt).where(*counter))
    db.session.add(
        Attempt(limit_name=LIMIT, key=key, times=[], total=total + 1, blocked_until=now + QUIET, keep_until=now + _KEPT)
    )
    if total < TOLD:
        record(kind, by, result=result, **owner, **fields)
    elif total == TOLD:
        often, _ = COUNTED[kind]
        record(often, by, result=result, **owner, count=str(TOLD))


def tell_ends() -> None:
    """Record the total of each flood that is over, unless each was recorded singly."""
    now = clock.now()
    is_over = or_(Attempt.blocked_until <= now, Attempt.blocked_until > now + QUIET)  # the clock was ahead
    over = Attempt.limit_name == LIMIT, is_over
    if db.session.scalar(select(Attempt.id).where(*over).limit(1)) is None:
        release_connection()
        return
    with writing():
        for row in db.session.scalars(select(Attempt).where(*over).order_by(Attempt.id).limit(100)):
            _tell_end(row.key, row.total)
            db.session.delete(row)


def _tell_end(key: str, total: int) -> None:
    if total > TOLD:
        kind, owner = _parse(key)
        _, in_all = COUNTED[kind]
        record(in_all, SYSTEM, **owner, count=str(total))


def _key(kind: str, owner: Owner) -> str:
    client, staff = owner.get("client_id", ""), owner.get("staff_id", "")
    return f"{kind}/{client}/{staff}"


def _parse(key: str) -> tuple[str, Owner]:
    kind, client, staff = key.split("/")
    if client:
        return kind, {"client_id": int(client)}
    return kind, {"staff_id": int(staff)} if staff else {}
