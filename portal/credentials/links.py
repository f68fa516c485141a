"""Links: what may be opened with one, and how it is spent exactly once."""

import hashlib
from datetime import timedelta
from typing import Unpack

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy import exists as sql_exists

from portal import clock
from portal.database import writing
from portal.errors import LinkDead, LinkUnknown
from portal.extensions import db
from portal.models import Link, OutgoingMail, PortalAccount, Staff
from portal.models.base import Owner
from portal.models.event import Actor
from portal.models.link import WRONG_BIRTH_DATES, EndedWhy, LinkKind, LinkState, has_time
from portal.models.link_secret import is_mac_of
from portal.models.outgoing_mail import MailState


def find(text: str, kind: LinkKind) -> Link:
    """The link with this text and kind, whatever became of it. Raises LinkUnknown."""
    selector, _, mac = text.partition(".")
    link = db.session.scalar(select(Link).where(Link.selector == selector[:64]))
    # The MAC is computed without a row as well, so that both answers take the same time.
    is_right = is_mac_of(link or Link(selector="", kind="", client_id=0, expires_at=clock.now()), mac)
    if link is None or not is_right or link.kind != kind:
        raise LinkUnknown()
    return link


def opened(text: str, kind: LinkKind) -> Link:
    """The live link, fetched for its page. Raises LinkUnknown, LinkDead."""
    link = find(text, kind)
    require_live(link)
    return link


def require_live(link: Link) -> None:
    """Raises LinkDead."""
    if link.state(clock.now()) is not LinkState.LIVE:
        raise LinkDead(link)


def fetched(text: str, kind: LinkKind, by: Actor) -> Link:
    """As ``opened``, noting once that the address was fetched, perhaps by a mail filter, which opens every link.

    A fetch by the signed-in owner is not noted: nothing stands in their way.
    """
    link = find(text, kind)
    if link.state(clock.now()) is not LinkState.LIVE:
        note_refused(link, by, by_a_person=False)
        raise LinkDead(link)
    if link.fetched_at is None and not by.is_owner_of(link.owner):
        with writing():
            db.session.execute(
                update(Link).where(Link.id == link.id, Link.fetched_at.is_(None)).values(fetched_at=clock.now())
            )
    return link


def note_refused(link: Link, by: Actor, *, by_a_person: bool) -> None:
    """It was opened after its end: by a POST, and so by a person, or by a GET, perhaps a mail filter's.

    In a transaction of its own, without an event. Only the latest time is kept, and never the signed-in owner's.
    """
    if by.is_owner_of(link.owner):
        return
    now, column = clock.now(), Link.dead_opened_at if by_a_person else Link.dead_fetched_at
    is_later = or_(column.is_(None), column < now)
    with writing(alone=True):
        db.session.execute(update(Link).where(Link.id == link.id, is_later).values({column: now}))


def note_opened(link: Link) -> None:
    """A person posted a form of this link. In a transaction of its own, at most once."""
    if link.opened_at is None:
        with writing(alone=True):
            db.session.execute(
                update(Link).where(Link.id == link.id, Link.opened_at.is_(None)).values(opened_at=clock.now())
            )


def spend(link: Link, nonce: str) -> None:
    """Use the link up, inside the caller's transaction. Of two at the same moment one succeeds. Raises LinkDead."""
    access_is_off = or_(
        sql_exists().where(PortalAccount.client_id == Link.client_id, PortalAccount.disabled_at.is_not(None)),
        sql_exists().where(Staff.id == Link.staff_id, Staff.deactivated_at.is_not(None)),
    )
    values = {"used_at": clock.now(), "used_by_nonce": hash_nonce(nonce)}
    spent = db.session.execute(update(Link).where(Link.id == link.id, is_live(), ~access_is_off).values(**values))
    if spent.rowcount != 1:  # type: ignore[attr-defined]
        raise LinkDead(link)


def make(kind: LinkKind, lifetime: timedelta, sent_by_id: int | None, **owner: Unpack[Owner]) -> Link:
    """A new link that replaces the open one of the same owner and kind, inside the caller's transaction.

    A link that staff send begins without wrong birth dates. One that was asked for keeps those of the link before,
    or a stranger who reads the mail could guess on and on.
    """
    before = _unused(kind, **owner) if sent_by_id is None else None
    end_open(EndedWhy.REPLACED, kinds=(kind,), **owner)
    now = clock.now()
    link = Link(kind=kind, created_at=now, expires_at=now + lifetime, sent_by_id=sent_by_id, **owner)
    if before is not None:
        link.wrong_birth_dates, link.birth_date_hint = before.wrong_birth_dates, before.birth_date_hint
    db.session.add(link)
    db.session.flush()
    return link


def end_open(
    why: EndedWhy, *, kinds: tuple[LinkKind, ...] = tuple(LinkKind), by_id: int | None = None, **owner: Unpack[Owner]
) -> list[Link]:
    """End the owner's open links and the mails that still wait with them, inside the caller's transaction."""
    found = db.session.scalars(
        select(Link).filter_by(**owner).where(Link.kind.in_(kinds), Link.used_at.is_(None), Link.ended_at.is_(None))
    ).all()
    for link in found:
        link.end(why, clock.now(), by_id)
    db.session.flush()
    db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.link_id.in_([link.id for link in found]), OutgoingMail.state == MailState.WAITING)
        .values(state=MailState.CANCELLED, settled_at=clock.now(), reason="Its link ended first.")
    )
    return list(found)


def newest(kind: LinkKind, **owner: Unpack[Owner]) -> Link | None:
    """The one made last, whatever became of it: of one owner and kind no other can be live."""
    return db.session.scalar(select(Link).filter_by(kind=kind, **owner).order_by(Link.id.desc()).limit(1))


def is_locked_for(kind: LinkKind, **owner: Unpack[Owner]) -> bool:
    """Whether asking by form gets no more links: so many birth dates were wrong since the last one that was used.

    This lasts until staff send one, or correct the date on file.
    """
    last = _unused(kind, **owner)
    return last is not None and last.is_locked


def _unused(kind: LinkKind, **owner: Unpack[Owner]) -> Link | None:
    """The newest link, unless its owner has used it."""
    last = newest(kind, **owner)
    return last if last is not None and last.used_at is None else None


def newer_than(link: Link) -> Link | None:
    """The newest link of the same owner and kind, where that is another one."""
    found = newest(LinkKind(link.kind), **link.owner)
    return found if found and found.id > link.id else None


def hash_nonce(nonce: str) -> str:
    return hashlib.sha256(nonce.encode("utf-8", "surrogatepass")).hexdigest()


def is_live() -> ColumnElement[bool]:
    return and_(_is_open(), has_time(Link, clock.now()))


def has_run_out() -> ColumnElement[bool]:
    """Ended by its time alone."""
    return and_(_is_open(), ~has_time(Link, clock.now()))


def _is_open() -> ColumnElement[bool]:
    return and_(Link.used_at.is_(None), Link.ended_at.is_(None), Link.wrong_birth_dates < WRONG_BIRTH_DATES)
