"""Step 1: the link of an invitation is used up, the account exists, the person is signed in."""

import secrets
import unicodedata

from portal import clock, folding
from portal.authentication import password_hashing, password_policy, sessions
from portal.authentication.audiences import CLIENT, STAFF, Credential
from portal.authentication.password_context import words_about
from portal.authentication.sessions import Browser
from portal.credentials import birth_date_check, links
from portal.database import flush_or_raise, release_connection, writing
from portal.errors import LinkDead, UsernameTaken
from portal.extensions import db
from portal.limits import attempts
from portal.models import Client, Link, PortalAccount, Staff
from portal.models.account import is_username, shown_username, username_key
from portal.models.event import Actor, record
from portal.models.link import LinkState
from portal.options import resolve


def create_account(
    link: Link,
    nonce: str,
    username: str,
    password: str,
    browser: Browser,
    language: str | None = None,
) -> str:
    """Make the account that this link invites to. Returns the text of the cookie that signs the person in.

    ``language`` is the one that the client has used so far, kept from now on. Raises LinkDead,
    BirthDateNotConfirmed, UsernameTaken, TooManyAttempts, PasswordRefused, HashingBusy; the link stays as it was.
    """
    password = password_policy.normalised(password)
    if link.state(clock.now()) is LinkState.USED:
        return _same_again(link, nonce, username, password, browser)
    birth_date_check.require_ready(link, nonce)
    links.note_opened(link)
    _refuse_taken(link, username)
    person = invited_by(link)
    password_policy.check(password, resolve.shortest_password(), *words_about(person, username))
    release_connection()
    password_hash = password_hashing.hash_password(password)

    try:
        with writing():
            links.spend(link, nonce)
            credential = _opened(person, username, password_hash)
            if isinstance(person, Client) and language:
                person.language = language
            _record(person, browser)
            return sessions.start(credential, browser)
    except LinkDead:  # perhaps spent by the first press of a double press, while this one was hashing
        return _same_again(link, nonce, username, password, browser)


def suggested_username(person: Client | Staff) -> str:
    """A free username of the first name and digits only: it must not give away more than that.

    In ASCII, which every keyboard has; empty where the name has other letters.
    """
    audience = STAFF if isinstance(person, Staff) else CLIENT
    written = "".join(c for c in person.first_name if unicodedata.category(c)[0] in "LMN")  # no emoji
    name = "".join(c for c in folding.latin(written) if c.isalnum())[:20] or audience.name
    if not name.isascii():
        return ""
    for _ in range(20):
        suggestion = f"{name}{secrets.randbelow(90) + 10}{secrets.randbelow(10)}"
        if is_username(suggestion) and audience.find(suggestion) is None:
            return suggestion
    return ""


def invited_by(link: Link) -> Client | Staff:
    """Whom this invitation is for."""
    person = link.client or link.staff
    assert person is not None  # the table has a CHECK for it
    return person


def _opened(person: Client | Staff, username: str, password_hash: str) -> Credential:
    """The account, flushed into the caller's transaction. Raises UsernameTaken."""
    shown, key, now = shown_username(username), username_key(username), clock.now()
    if isinstance(person, Staff):
        person.username, person.username_key, person.password_hash = shown, key, password_hash
        person.registered_at = now
        flush_or_raise(UsernameTaken())
        return person
    account = PortalAccount(
        client_id=person.id, username=shown, username_key=key, password_hash=password_hash, registered_at=now
    )
    db.session.add(account)
    flush_or_raise(UsernameTaken())
    db.session.refresh(person)
    person.refresh_search()
    return account


def _record(person: Client | Staff, browser: Browser) -> None:
    if isinstance(person, Staff):
        record("staff_registered", Actor("staff", staff_id=person.id, ip=browser.ip), **person.owner, name=person.name)
    else:
        record("registered", Actor("client", client_id=person.id, ip=browser.ip), client_id=person.id)


def _refuse_taken(link: Link, username: str) -> None:
    counter = (attempts.USERNAME_CHOICE, link.selector)
    attempts.check(counter)
    if _is_taken(link, username):
        attempts.count(counter)
        raise UsernameTaken()


def _is_taken(link: Link, username: str) -> bool:
    if link.staff_id is not None:
        return Staff.is_taken(username, link.staff_id)
    account = PortalAccount.by_sign_in_name(username)
    return account is not None and account.client_id != link.client_id


def _same_again(link: Link, nonce: str, username: str, password: str, browser: Browser) -> str:
    """The second press of a double press: same browser, same username and password. Raises LinkDead."""
    credential = link.client.account if link.client else link.staff
    is_same = link.used_by_nonce == links.hash_nonce(nonce)
    if (
        credential is None
        or not is_same
        or credential.username_key != username_key(username)
        or not credential.is_enabled
    ):
        raise LinkDead(link)
    stored = credential.password_hash
    release_connection()
    if not password_hashing.verify(password, stored):
        raise LinkDead(link)
    with writing():
        if credential.password_hash != stored or not credential.is_enabled:
            raise LinkDead(link)
        return sessions.start(credential, browser)
