"""Each limit, named, with its number in words, and the counters that enforce them.

Counters are raised and committed before what they guard is compared (OWASP
ASVS 5.0, 6.3.1), in the database, so that all processes share them.
"""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update

from portal import clock, config, data_folder
from portal.database import writing
from portal.errors import TooManyAttempts
from portal.extensions import db
from portal.models import Attempt
from portal.models.attempt import STOP_AFTER


@dataclass(frozen=True)
class Limit:
    """``allowed`` tries within ``window``; then nothing until the window has room, or, with ``waits``,
    a wait that grows with each further try. ``stop_after`` tries without a success close it for good."""

    name: str
    allowed: int
    window: timedelta
    waits: tuple[timedelta, ...] = ()
    stop_after: int | None = None

    @property
    def longest_wait(self) -> timedelta:
        return self.waits[-1] if self.waits else self.window

    def within(self, times: list[float], now: datetime) -> list[float]:
        """The times within the window, without future ones from a clock that was ahead."""
        return [moment for moment in times if (now - self.window).timestamp() < moment <= now.timestamp()]


_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# five wrong passwords in a quarter of an hour, then waits of 1, 2, 4, 8 and 15 minutes; one hundred in a row close it
SIGN_IN_NAME = Limit(
    "sign_in_name", 5, 15 * _MINUTE, tuple(n * _MINUTE for n in (1, 2, 4, 8, 15)), stop_after=STOP_AFTER
)
# the same for each browser that the account knows (device_marks.py), apart from all others
SIGN_IN_DEVICE = Limit("sign_in_device", 5, 15 * _MINUTE, SIGN_IN_NAME.waits, stop_after=STOP_AFTER)
# and for the current password that a signed-in person is asked for again: mistyping it stops no sign-in
CURRENT_PASSWORD = Limit("current_password", 5, 15 * _MINUTE, SIGN_IN_NAME.waits, stop_after=STOP_AFTER)
SIGN_IN_ADDRESS = Limit("sign_in_address", 30, 15 * _MINUTE)  # thirty wrong passwords from one network address
NETWORK_WAIT = Limit("network_wait", 1, 15 * _MINUTE)  # under a name: its tries are refused for their network address
BAD_LINK_ADDRESS = Limit("bad_link_address", 30, 15 * _MINUTE)  # thirty unknown links from one network address
CODE_ADDRESS = Limit("code_address", 5, 15 * _MINUTE)  # five wrong codes of Show link from one network address
FORGOT_ADDRESS = Limit("forgot_address", 20, _HOUR)  # twenty resets asked from one network address in an hour
USERNAME_CHOICE = Limit("username_choice", 10, _HOUR)  # ten taken usernames on one link in an hour

Counter = tuple[Limit, str]
LONG_SERIES, KEEP_LONG_SERIES, KEEP_SHORT_SERIES = 10, 90 * _DAY, _DAY


def name_key(audience: str, username_key: str) -> str:
    """The key of a username as typed, whether it exists or not: HMAC, since people type passwords there."""
    master = data_folder.key_for(config.current(), "attempt-v1")
    return hmac.new(master, f"{audience}\0{username_key}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def address_key(ip: str) -> str:
    """The key of a network address: IPv4 as it is, IPv6 by its /64."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def count(*counters: Counter) -> None:
    """Count one try on each, for good. Raises TooManyAttempts, counting none, where one is full."""
    with writing(alone=True):
        check(*counters)
        for counter in counters:
            _note(row_of(counter), counter[0], clock.now())


def check(*counters: Counter) -> None:
    """Raises TooManyAttempts where one of the counters is full. Reads only."""
    now = clock.now()
    waits = [until for counter in counters if (until := blocked_until(find(counter), counter[0], now))]
    if waits:
        raise TooManyAttempts(max(waits))


def note_within(*counters: Counter) -> bool:
    """Count one try on each, full or not, inside the caller's transaction. Returns whether all had room."""
    now, rows = clock.now(), [(row_of(counter), counter[0]) for counter in counters]
    had_room = all(blocked_until(row, limit, now) is None for row, limit in rows)
    for row, limit in rows:
        _note(row, limit, now)
    return had_room


def forgive(*counters: Counter) -> None:
    """Take back one try on each, after a success, inside the caller's transaction; a counter with waits starts anew."""
    for limit, key in counters:
        row = find((limit, key))
        if row is None:
            continue
        if limit.waits or len(row.times) <= 1:
            db.session.delete(row)
        else:
            row.times, row.blocked_until = row.times[:-1], None


def tries(counter: Counter) -> int:
    """How many tries were made since the last success."""
    row = find(counter)
    return row.total if row else 0


def blocked_until(row: Attempt | None, limit: Limit, now: datetime) -> datetime | None:
    """When the next try is taken, or None where it may be made now."""
    if row is None:
        return None
    if limit.stop_after and row.total >= limit.stop_after:
        return now + limit.longest_wait
    until = _end_of_wait(row, limit, now)
    return until if until and now < until else None


def purge() -> int:
    """Delete the counters whose window has ended, and return how many."""
    now = clock.now()
    latest = now + KEEP_LONG_SERIES + SIGN_IN_NAME.longest_wait
    with writing():
        db.session.execute(update(Attempt).where(Attempt.keep_until > latest).values(keep_until=latest))
        gone = db.session.execute(delete(Attempt).where(Attempt.keep_until < now))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]


def find(counter: Counter) -> Attempt | None:
    limit, key = counter
    return db.session.scalar(select(Attempt).where(Attempt.limit_name == limit.name, Attempt.key == key))


def row_of(counter: Counter) -> Attempt:
    """Made where there is none, inside the caller's transaction."""
    row = find(counter)
    if row is None:
        row = Attempt(limit_name=counter[0].name, key=counter[1], times=[], waits=0, total=0, keep_until=clock.now())
        db.session.add(row)
    return row


def _note(row: Attempt, limit: Limit, now: datetime) -> None:
    last_wait = _end_of_wait(row, limit, now)
    row.times = [*limit.within(row.times, now), now.timestamp()][-limit.allowed :]
    row.total += 1
    is_full = len(row.times) >= limit.allowed
    if limit.waits:
        goes_on = bool(row.waits and last_wait and now < last_wait + limit.window)
        row.waits = row.waits + 1 if goes_on else int(is_full)
        row.blocked_until = now + limit.waits[min(row.waits, len(limit.waits)) - 1] if row.waits else None
    elif is_full:
        row.blocked_until = datetime.fromtimestamp(row.times[0], UTC) + limit.window
    row.keep_until = max(_end_of_wait(row, limit, now) or now, now) + _kept(limit, row.total)


def _end_of_wait(row: Attempt, limit: Limit, now: datetime) -> datetime | None:
    """When the last wait ends, or has ended. A wait longer than any that exists comes from a clock that was ahead,
    and is ignored."""
    is_possible = row.blocked_until is not None and row.blocked_until <= now + limit.longest_wait
    return row.blocked_until if is_possible else None


def _kept(limit: Limit, total: int) -> timedelta:
    """How long a counter is kept after the last try: slow guessing must not be forgotten overnight."""
    if limit.stop_after is None:
        return limit.window
    return KEEP_LONG_SERIES if total >= LONG_SERIES else KEEP_SHORT_SERIES
