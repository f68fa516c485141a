"""A short code to type, in place of a link that is shown in the room.

It opens the first page of the link, and only while the link works. It lives for a quarter of an hour, ends with
the next showing, and is kept as a MAC under a key outside the database: 39 bits could be tried out on a plain hash.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from portal import clock, config, data_folder, text
from portal.database import writing
from portal.errors import CodeWrong
from portal.extensions import db
from portal.limits import attempts
from portal.models import Link, Practice
from portal.models.link import LinkKind, LinkState

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 and O, no 1, I and L, no U beside V
LENGTH, GROUP = 8, 4
LIFETIME = timedelta(minutes=15)


@dataclass(frozen=True)
class ShownCode:
    """The code is known now and never again."""

    link: Link
    code: str
    until: datetime

    @property
    def spaced(self) -> str:
        """ABCD EFGH: as it is read off and typed."""
        return " ".join(self.code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def show(link: Link) -> ShownCode:
    """A new code for this link, in place of the one before, inside the caller's transaction."""
    code, now = "".join(secrets.choice(SIGNS) for _ in range(LENGTH)), clock.now()
    link.shown_code, link.shown_code_at = _mac(code), now
    return ShownCode(link, code, min(now + LIFETIME, link.expires_at))


def enter(typed: str, ip: str) -> Link:
    """The live invitation that this code was shown for, marked as opened by a person.

    Counted before it is compared; a right code is not counted. Raises CodeWrong (never saying why), TooManyAttempts.
    """
    counter = (attempts.CODE_ADDRESS, attempts.address_key(ip))
    attempts.count(counter)
    with writing():
        link = _find(_mac(plain(typed)))
        if link is None:
            raise CodeWrong()
        attempts.forgive(counter)
        link.opened_at = link.opened_at or clock.now()
    return link


def plain(typed: str) -> str:
    """The code as it was shown, whatever the case, width or separators that were typed (RFC 8628, 6.1)."""
    return re.sub(r"[\W_]", "", text.plain(typed)).upper()


def _find(mac: str) -> Link | None:
    now = clock.now()
    was_shown = Link.shown_code == mac, Link.shown_code_at > now - LIFETIME, Link.shown_code_at <= now
    link = db.session.scalar(select(Link).where(*was_shown, Link.kind == LinkKind.INVITATION))
    return link if link is not None and link.state(now) is LinkState.LIVE else None


def _mac(code: str) -> str:
    """Over the restore epoch too, since what was shown before a restore is over (as of link_secret.token)."""
    key = data_folder.key_for(config.current(), "code-v1")
    promise = f"{Practice.one().restore_epoch}\0{code}"
    return hmac.new(key, promise.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
