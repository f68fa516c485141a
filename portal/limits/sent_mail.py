"""How many mails with a link may be sent in a while, each limit in words; counted exactly, from the links themselves.

They protect mailboxes, and the good name of the practice's mail server (OWASP ASVS 5.0, 2.4.1).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Unpack

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select

from portal import clock
from portal.errors import QuotaReached
from portal.extensions import db
from portal.models import Link, OutgoingMail
from portal.models.base import Owner, UTCDateTime
from portal.models.link import LinkKind

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Quota:
    """``allowed`` links within any ``window``; ``words`` say that they were sent."""

    allowed: int
    window: timedelta
    words: str

    @property
    def sentence(self) -> str:
        return self.words.format(allowed=self.allowed, span=self.span)

    @property
    def span(self) -> str:
        hours = self.window // _HOUR
        return "an hour" if hours == 1 else f"{hours} hours"


# five of each kind a day to one person, sent by staff
OF_PERSON = {
    LinkKind.INVITATION: Quota(5, _DAY, "{allowed} portal invites were sent to this client within {span}."),
    LinkKind.PASSWORD_RESET: Quota(5, _DAY, "{allowed} password resets were sent to this client within {span}."),
    LinkKind.STAFF_INVITATION: Quota(5, _DAY, "{allowed} staff invites were sent to this person within {span}."),
    LinkKind.STAFF_PASSWORD_RESET: Quota(5, _DAY, "{allowed} resets were sent to this person within {span}."),
}
OF_STAFF = Quota(30, _HOUR, "You have sent {allowed} mails within {span}.")  # thirty an hour by one member of staff
# three hundred a day of the whole practice, with those that people ask for themselves
OF_PRACTICE = Quota(300, _DAY, "The practice has sent {allowed} mails within {span}.")
# strangers get only a part of these, so that they cannot use up the rest
OF_STRANGERS = Quota(100, _DAY, "{allowed} mails were asked for within {span} by people who are not signed in.")
# three an hour that one person asks for who has forgotten the password
OF_RESETS = Quota(3, _HOUR, "{allowed} password resets were asked for within {span}.")
# two new links a day that one client asks for
OF_RENEWALS = Quota(2, _DAY, "{allowed} new links were asked for within {span}.")


def refuse_too_many(kind: LinkKind, sent_by_id: int | None, **owner: Unpack[Owner]) -> None:
    """Before staff send a link, inside the caller's write transaction. Raises QuotaReached, with the last end."""
    limits = [
        (OF_PERSON[kind], (_is_of(**owner), Link.kind == kind, Link.sent_by_id.is_not(None))),
        (OF_STAFF, (Link.sent_by_id == sent_by_id, Link.sent_by_id.is_not(None))),
        (OF_PRACTICE, (_was_mailed(),)),
    ]
    ends = [(end, quota) for quota, links in limits if (end := _full_until(quota, *links))]
    if ends:
        until, quota = max(ends, key=lambda found: found[0])
        raise QuotaReached(quota.sentence, quota.window, until)


def is_used_up() -> ColumnElement[bool]:
    """Whether ``used_up`` has any, within another statement; with the moments ``now`` and ``a_day_ago``."""
    now, day_ago = (bindparam(name, type_=UTCDateTime()) for name in ("now", "a_day_ago"))
    of_today = select(Link.id).where(Link.created_at > day_ago, Link.created_at <= now, _was_mailed())
    by_strangers = of_today.where(Link.sent_by_id.is_(None)).offset(OF_STRANGERS.allowed - 1).limit(1)
    return or_(exists(of_today.offset(OF_PRACTICE.allowed - 1).limit(1)), exists(by_strangers))


def has_room_for_strangers() -> bool:
    """Whether one more mail may go out that was asked for without a sign-in."""
    return not any(True for _ in used_up())


def used_up() -> Iterator[tuple[Quota, datetime]]:
    """Of what the practice has in a day: each that is used up, with when there is room again."""
    for quota, links in ((OF_PRACTICE, (_was_mailed(),)), (OF_STRANGERS, (_was_mailed(), Link.sent_by_id.is_(None)))):
        end = _full_until(quota, *links)
        if end is not None:
            yield quota, end


def may_reset(kind: LinkKind, **owner: Unpack[Owner]) -> bool:
    """Whether one more reset may be mailed to a person who has asked for it."""
    asked_for = _is_of(**owner), Link.kind == kind, Link.sent_by_id.is_(None), _was_mailed()
    return _full_until(OF_RESETS, *asked_for) is None


def may_renew(client_id: int, at: datetime | None = None) -> bool:
    """Whether the client may have one more new link by asking for it; ``at`` is now unless given."""
    asked_for = Link.client_id == client_id, Link.kind == LinkKind.INVITATION, Link.sent_by_id.is_(None)
    return _full_until(OF_RENEWALS, *asked_for, at=at) is None


def _full_until(quota: Quota, *links: ColumnElement[bool], at: datetime | None = None) -> datetime | None:
    """When there is room again, which is when the oldest of the latest so many leaves the window; None: now."""
    now = at or clock.now()  # what was made later was made while the clock was ahead
    oldest = db.session.scalar(
        select(Link.created_at)
        .where(Link.created_at > now - quota.window, Link.created_at <= now, *links)
        .order_by(Link.created_at.desc())
        .offset(quota.allowed - 1)
        .limit(1)
    )
    return oldest + quota.window if oldest else None


def _is_of(**owner: Unpack[Owner]) -> ColumnElement[bool]:
    return and_(*(getattr(Link, column) == number for column, number in owner.items()))


def _was_mailed() -> ColumnElement[bool]:
    """Without links that the command line has printed."""
    return exists().where(OutgoingMail.link_id == Link.id)
