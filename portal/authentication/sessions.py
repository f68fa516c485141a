"""Signing in and out: a row for each signed-in browser, found by the hash of its cookie."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import joinedload

from portal import clock
from portal.authentication import device_marks, password_hashing, sign_in_counters
from portal.authentication.audiences import CLIENT, STAFF, Audience, Credential
from portal.authentication.password_policy import normalised
from portal.database import release_connection, writing
from portal.errors import AccessTurnedOff, CredentialError, TooManyAttempts, WrongCredentials
from portal.extensions import db
from portal.limits import attempts, floods, network_waits
from portal.limits.attempts import Counter
from portal.models import Client, PortalAccount, SignIn
from portal.models.base import Owner, owner
from portal.models.event import Actor, record
from portal.models.sign_in import ABSOLUTE_LIMIT, SEEN_EVERY, hash_token, new_token
from portal.options import resolve


@dataclass(frozen=True)
class Browser:
    """Where a request comes from: its network address, its device in a few words, and its mark."""

    ip: str
    device: str
    mark: str | None = None  # of device_marks.py; None: it keeps none


def sign_in(audience: Audience, username: str, password: str, browser: Browser) -> str:
    """Check the password and sign this browser in. Returns the text of its new cookie.

    Raises TooManyAttempts, WrongCredentials, AccessTurnedOff, HashingBusy. Known
    and unknown names get the same work: one hash, one event (OWASP ASVS 6.3.8).
    """
    counters = sign_in_counters.counters(audience, username, browser.ip, browser.mark)
    password = normalised(password)
    with password_hashing.GATE.place():
        try:
            attempts.count(*counters)
        except TooManyAttempts:
            network_waits.note(*counters)
            raise
        credential = audience.find(username)
        owner = credential.owner if credential else Owner()
        stored = credential.password_hash if credential else password_hashing.DUMMY
        release_connection()
        is_right = password_hashing.verify(password, stored) and credential is not None
    actor = Actor(audience.name if is_right else "system", ip=browser.ip, **(owner if is_right else {}))
    refusal: CredentialError | None = None
    with writing(alone=True):
        if credential is None or not is_right or credential.password_hash != stored:
            _tell_wrong(counters[0], actor, owner)
            refusal = WrongCredentials()
        else:
            attempts.forgive(*counters)
            if credential.is_enabled:
                cookie = start(credential, browser)
            else:
                why = f"{audience.access} is turned off (disabled)"
                floods.tell("sign_in_refused", actor, owner, "refused", why=why)
                refusal = AccessTurnedOff()
    if refusal is not None:
        raise refusal
    assert credential is not None  # or it was refused
    _rehash(credential, password, stored)
    return cookie


def start(credential: Credential, browser: Browser) -> str:
    """Make the row inside the caller's transaction, and know this browser from now on; the text for the cookie."""
    token, now = new_token(), clock.now()
    row = SignIn(
        token_hash=hash_token(token), created_at=now, last_seen_at=now, expires_at=now + ABSOLUTE_LIMIT,
        ip=browser.ip, device=browser.device, **credential.owner,
    )  # fmt: skip
    db.session.add(row)
    device_marks.keep(browser.mark, credential)
    db.session.flush()
    if isinstance(credential, PortalAccount):
        credential.last_signed_in_at = now
    acting = Actor("client" if row.client_id else "staff", sign_in_id=row.id, ip=browser.ip, **credential.owner)
    record("signed_in", acting, device=browser.device, **credential.owner)
    return token


def live(audience: Audience, token: str) -> SignIn | None:
    """The row of this cookie with its person, in one statement, if it is live and the person may be in."""
    found = _LIVE[audience.name], {"token_hash": hash_token(token)}
    row, now = db.session.scalar(*found), clock.now()
    if row is not None and row.last_seen_at > now:
        _put_back(row, now)
        row = db.session.scalar(*found)
    is_in = row is not None and row.is_active and row.is_live(now, resolve.idle_limit())
    return row if is_in else None


def _put_back(row: SignIn, now: datetime) -> None:
    """After the clock was put back: the session keeps its age, and no limit grows."""
    number, age, last_seen_at = row.id, row.last_seen_at - row.created_at, row.last_seen_at
    with suppress(OperationalError), writing():  # reading must work while nothing can be written
        is_as_it_was = SignIn.id == number, SignIn.last_seen_at == last_seen_at
        db.session.execute(update(SignIn).where(*is_as_it_was).values(last_seen_at=now, created_at=now - age))


def seen(row: SignIn) -> None:
    """Note that the person did something; written at most once a minute."""
    now = clock.now()
    if now - row.last_seen_at >= SEEN_EVERY:
        number = row.id
        with writing():
            db.session.execute(
                update(SignIn).where(SignIn.id == number, SignIn.ended_at.is_(None)).values(last_seen_at=now)
            )


def sign_out(row: SignIn, by: Actor) -> None:
    whose = owner(row.client_id, row.staff_id)
    number = row.id
    with writing():
        _end("signed_out", SignIn.id == number)
        record("signed_out", by, **whose)


def sign_out_everywhere(credential: Credential, by: Actor) -> None:
    owner = credential.owner
    with writing():
        end_all("signed_out_everywhere", **owner)
        sign_in_counters.forget_browsers(credential)
        record("signed_out_everywhere", by, **owner)


def end_all(why: str, **owner: Unpack[Owner]) -> None:
    """End every session of one person, inside the caller's transaction."""
    _end(why, *(getattr(SignIn, column) == value for column, value in owner.items()))


def live_rows(credential: Credential) -> list[SignIn]:
    """The devices signed in just now, the latest first."""
    now = clock.now()
    rows = db.session.scalars(
        select(SignIn).filter_by(**credential.owner).where(SignIn.ended_at.is_(None), SignIn.expires_at > now)
        .order_by(SignIn.last_seen_at.desc())
    )  # fmt: skip
    return [row for row in rows if row.is_live(now, resolve.idle_limit())]


def _tell_wrong(counter: Counter, actor: Actor, owner: Owner) -> None:
    """A wrong password, and the try that stops the account for good; inside the caller's transaction."""
    floods.tell("sign_in_refused", actor, owner, "refused", why="wrong username or password")
    if attempts.tries(counter) == counter[0].stop_after:
        record("sign_in_stopped", actor, result="refused", **owner)


def _end(why: str, *conditions: ColumnElement[bool]) -> None:
    ending = {"ended_at": clock.now(), "ended_why": why}
    db.session.execute(update(SignIn).where(*conditions, SignIn.ended_at.is_(None)).values(**ending))


def _rehash(credential: Credential, password: str, stored: str) -> None:
    if not password_hashing.needs_rehash(stored):
        return
    model, number = type(credential), credential.id
    release_connection()
    fresh = password_hashing.hash_password(password)
    with writing():
        db.session.execute(
            update(model).where(model.id == number, model.password_hash == stored).values(password_hash=fresh)
        )


_LIVE = {
    CLIENT.name: select(SignIn)
    .where(SignIn.token_hash == bindparam("token_hash"), SignIn.client_id.is_not(None))
    .options(joinedload(SignIn.client).joinedload(Client.account)),
    STAFF.name: select(SignIn)
    .where(SignIn.token_hash == bindparam("token_hash"), SignIn.staff_id.is_not(None))
    .options(joinedload(SignIn.staff)),
}
