"""The wrong passwords of an account, as staff are told of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from portal.limits import attempts
from portal.limits.attempts import Limit
from portal.models import Attempt

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class SignInStanding:
    """The tries of a counter within its window, oldest first, and the wait that follows."""

    times: tuple[datetime, ...]
    until: datetime | None  # when the next try is taken; None where it may be made now
    is_stopped: bool  # until a reset, or staff act
    last_at: datetime  # the last try, also where that was before the window


NO_TRIES = SignInStanding((), None, False, _NEVER)


def worst(of_unknown: Iterable[Attempt], of_known: Iterable[Attempt], now: datetime) -> SignInStanding:
    """The one with the longest wait, of the browsers that the account knows and of all others."""
    found = [_standing(row, attempts.SIGN_IN_NAME, now) for row in of_unknown]
    found += [_standing(row, attempts.SIGN_IN_DEVICE, now) for row in of_known]
    return max(found, key=_gravity, default=NO_TRIES)


def _standing(row: Attempt, limit: Limit, now: datetime) -> SignInStanding:
    times = tuple(datetime.fromtimestamp(moment, UTC) for moment in limit.within(row.times, now))
    is_stopped = limit.stop_after is not None and row.total >= limit.stop_after
    last_at = datetime.fromtimestamp(row.times[-1], UTC) if row.times else _NEVER
    return SignInStanding(times, attempts.blocked_until(row, limit, now), is_stopped, last_at)


def _gravity(standing: SignInStanding) -> tuple[bool, datetime, datetime]:
    return standing.is_stopped, standing.until or _NEVER, standing.times[-1] if standing.times else _NEVER
