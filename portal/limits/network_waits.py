"""Accounts refused because others in the same network have mistyped passwords: noted, and taken back."""

from datetime import datetime

from sqlalchemy import delete

from portal import clock
from portal.database import writing
from portal.extensions import db
from portal.limits import attempts
from portal.limits.attempts import NETWORK_WAIT, SIGN_IN_ADDRESS, Counter
from portal.models import Attempt


def note(name: Counter, address: Counter | None = None) -> None:
    """The same write whether the name exists or not. A known browser never waits for its network."""
    if address is None:
        return
    now = clock.now()
    with writing(alone=True):
        until = attempts.blocked_until(attempts.find(address), address[0], now)
        if until is not None:
            row = attempts.row_of((NETWORK_WAIT, name[1]))
            row.blocked_until = row.keep_until = until


def forgive(until: datetime) -> None:
    """Take back what a network waits for until then, and what was noted of it, inside the caller's transaction."""
    names = (SIGN_IN_ADDRESS.name, NETWORK_WAIT.name)
    db.session.execute(delete(Attempt).where(Attempt.limit_name.in_(names), Attempt.blocked_until == until))


def forgive_all() -> None:
    """Let sign-ins from every network be tried at once, inside the caller's transaction."""
    names = (SIGN_IN_ADDRESS.name, NETWORK_WAIT.name)
    db.session.execute(delete(Attempt).where(Attempt.limit_name.in_(names)))
