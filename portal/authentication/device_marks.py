"""Browsers that an account has been used with: a stranger who knows the username cannot shut them out.

The mark is a cookie of 128 random bits. It opens nothing: with it, wrong passwords are counted apart from those of
browsers that the account does not know. Several accounts may share a browser, and each keeps a hash of its own, so
that the rows do not tell who does.
"""

import hashlib
import re
from datetime import timedelta
from typing import Unpack

from sqlalchemy import delete, select

from portal import clock
from portal.authentication.audiences import Credential
from portal.database import writing
from portal.extensions import db
from portal.models import DeviceMark
from portal.models.base import Owner, random_id

KEPT = timedelta(days=400)  # after the last use; as long as browsers keep a cookie (RFC 6265bis, 5.5)
_MARK = re.compile(r"[\w-]{22}", re.ASCII)


def of_cookie(text: str | None) -> str:
    """The mark in a cookie, or a new one, which no account knows."""
    return text if text and _MARK.fullmatch(text) else random_id()


def known(mark: str | None, **owner: Unpack[Owner]) -> str | None:
    """The key of this browser where the account knows it. The same statement also where there is no such account."""
    return db.session.scalar(select(DeviceMark.mark_hash).where(DeviceMark.mark_hash == _hash(mark, owner)))


def keep(mark: str | None, credential: Credential) -> None:
    """After a right password, a registration or a reset: this browser is known, inside the caller's transaction."""
    if mark is None:
        return
    now, key = clock.now(), _hash(mark, credential.owner)
    row = db.session.scalar(select(DeviceMark).where(DeviceMark.mark_hash == key))
    if row is None:
        row = DeviceMark(mark_hash=key, created_at=now, **credential.owner)
        db.session.add(row)
    row.last_used_at = now


def forget(credential: Credential) -> None:
    """Forget all browsers of this account, inside the caller's transaction."""
    columns = [getattr(DeviceMark, column) == number for column, number in credential.owner.items()]
    db.session.execute(delete(DeviceMark).where(*columns))


def purge() -> int:
    """Delete the marks that were not used for so long that their cookies are gone; how many."""
    with writing():
        gone = db.session.execute(delete(DeviceMark).where(DeviceMark.last_used_at < clock.now() - KEPT))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]


def _hash(mark: str | None, owner: Owner) -> str:
    whose = next((f"{column}:{number}" for column, number in owner.items()), "nobody")
    return hashlib.sha256(f"{whose}\0{mark or ''}".encode()).hexdigest()
