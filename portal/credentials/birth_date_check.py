"""The birth date question that a link's first page asks: a check that the mail reached the right person."""

from datetime import date

from sqlalchemy import ColumnElement, exists, select, update

from portal import clock
from portal.credentials import birth_date_hints
from portal.credentials.links import hash_nonce, is_live, opened, require_live
from portal.database import writing
from portal.errors import BirthDateNotConfirmed, BirthDateWrong, CredentialError, LinkDead
from portal.extensions import db
from portal.models import BirthDateConfirmation, Link
from portal.models.event import Actor, record
from portal.models.link import WRONG_BIRTH_DATES, LinkKind
from portal.options import resolve


def require_ready(link: Link, nonce: str) -> None:
    """Raises LinkDead, and BirthDateNotConfirmed where this browser has not answered the link's birth date."""
    require_live(link)
    if resolve.link_asks_birth_date(link) and not is_confirmed(link, nonce):
        raise BirthDateNotConfirmed()


def is_confirmed(link: Link, nonce: str) -> bool:
    now = clock.now()
    confirmed = exists().where(
        BirthDateConfirmation.link_id == link.id,
        BirthDateConfirmation.nonce == hash_nonce(nonce),
        BirthDateConfirmation.confirmed_at > now - BirthDateConfirmation.VALID_FOR,
        BirthDateConfirmation.confirmed_at <= now,  # a later one was given while the clock was ahead
    )
    return bool(db.session.scalar(select(confirmed)))


def confirm_birth_date(text: str, kind: LinkKind, nonce: str, answer: date, by: Actor) -> None:
    """Count the answer, then compare it. Raises BirthDateWrong; LinkDead, also for the answer that locks the link."""
    link = opened(text, kind)
    if not resolve.link_asks_birth_date(link):  # taken off file since the question was shown: nothing to compare with
        return
    with writing(alone=True):
        refusal = compare(link, answer, is_live(), by)
        if refusal is None:
            _keep_confirmation(link, nonce)
    if refusal is not None:
        raise refusal


def compare(link: Link, answer: date, counts: ColumnElement[bool], by: Actor) -> CredentialError | None:
    """Count the answer, then compare it, inside the caller's transaction. None where it is right.

    Where it is wrong: the refusal, BirthDateWrong, or LinkDead for the last try. The caller raises it once its
    transaction has ended, so that the wrong answer stays counted. Raises LinkDead where none ``counts`` any more.
    """
    counted = db.session.execute(
        update(Link).where(Link.id == link.id, counts).values(wrong_birth_dates=Link.wrong_birth_dates + 1)
    )
    if counted.rowcount != 1:  # type: ignore[attr-defined]
        raise LinkDead(link)
    db.session.refresh(link)
    link.opened_at = link.opened_at or clock.now()
    on_file = link.client.birth_date if link.client else None
    if on_file == answer:
        link.wrong_birth_dates, link.birth_date_hint = link.wrong_birth_dates - 1, None
        record("birth_date_confirmed", by, **link.owner)
        return None
    if not by.is_owner_of(link.owner):  # a signed-in client's wrong answer is counted, but staff are not told
        link.birth_date_hint = birth_date_hints.compare(on_file, answer) if on_file else birth_date_hints.Hint.UNKNOWN
    record("birth_date_wrong", by, result="refused", count=str(link.wrong_birth_dates), **link.owner)
    if link.is_locked:
        record("link_locked", by, result="refused", **link.owner)
    return LinkDead(link) if link.is_locked else BirthDateWrong(WRONG_BIRTH_DATES - link.wrong_birth_dates)


def _keep_confirmation(link: Link, nonce: str) -> None:
    key = {"link_id": link.id, "nonce": hash_nonce(nonce)}
    found = db.session.scalar(select(BirthDateConfirmation).filter_by(**key))
    if found is None:
        found = BirthDateConfirmation(**key)
        db.session.add(found)
    found.confirmed_at = clock.now()
