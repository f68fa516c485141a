"""Passwords: changed by their owner, reset by a link, asked for by form."""

from datetime import date

from portal.authentication import (
    device_marks,
    password_context,
    password_hashing,
    password_policy,
    sessions,
    sign_in_counters,
)
from portal.authentication.audiences import Audience, Credential, audience_of
from portal.authentication.sessions import Browser
from portal.credentials import birth_date_check, link_mails, links
from portal.database import release_connection, writing
from portal.errors import NotActive, PasswordRefused, SignedOut, WrongCredentials
from portal.limits import attempts, network_waits
from portal.mail import outbox
from portal.models import Client, Link, PortalAccount, SignIn, Staff, link_secret
from portal.models.event import SYSTEM, Actor, record
from portal.models.link import SELF_SERVICE_LIFETIME, EndedWhy, LinkKind
from portal.options import resolve
from portal.sentences import SAME_PASSWORD


def send_reset(client: Client, by: Actor) -> Link:
    """Staff send a reset to the default email. Raises as send_invitation does, and NotActive."""
    with writing():
        if client.account is None or not client.account.is_enabled:
            raise NotActive()
        return link_mails.send_link(client, LinkKind.PASSWORD_RESET, "reset_sent", by)


def withdraw_reset(client: Client, by: Actor) -> None:
    with writing():
        link_mails.withdraw(client, LinkKind.PASSWORD_RESET, "reset_withdrawn", by)


def staff_link(staff: Staff, by: Actor = SYSTEM) -> str:
    """A one-hour link for staff who are locked out, for the command line: its text.

    Waits are cleared, those of all network addresses too, since the right one is not known here.

    Raises NotActive.
    """
    with writing():
        if not staff.is_active:
            raise NotActive()
        sign_in_counters.clear(staff)
        network_waits.forgive_all()
        link = links.make(LinkKind.STAFF_PASSWORD_RESET, SELF_SERVICE_LIFETIME, None, staff_id=staff.id)
        record("reset_sent", by, staff_id=staff.id, email="the command line")
    return link_secret.token(link)


def reset(audience: Audience, text: str, nonce: str, password: str, browser: Browser) -> None:
    """Set the password with a link; every session of the owner ends, and this browser is known from now on.

    Raises LinkUnknown, LinkDead, BirthDateNotConfirmed, PasswordRefused.
    """
    password = password_policy.normalised(password)
    link = links.find(text, audience.reset_link)
    birth_date_check.require_ready(link, nonce)
    links.note_opened(link)
    credential = credential_of(link)
    password_policy.check(password, resolve.shortest_password(), *_context(credential))
    current = credential.password_hash
    release_connection()
    if password_hashing.verify(password, current):
        raise PasswordRefused(str(SAME_PASSWORD))
    fresh = password_hashing.hash_password(password)

    with writing():
        links.spend(link, nonce)
        owner = credential.owner
        acting = Actor("link", ip=browser.ip, **owner)
        sessions.end_all("password_reset", **owner)
        _set(credential, fresh)
        device_marks.keep(browser.mark, credential)
        record("password_reset", acting, **owner)


def change(row: SignIn, current: str, password: str, browser: Browser) -> str:
    """The signed-in person's own change: all other sessions end, this one goes on under a new cookie, the answer.

    Raises TooManyAttempts, WrongCredentials, PasswordRefused, HashingBusy, and SignedOut
    where the session ended or access was turned off meanwhile.
    """
    credential = credential_of(row)
    stored = confirm(credential, current)
    password = password_policy.normalised(password)
    password_policy.check(password, resolve.shortest_password(), *_context(credential))
    if password == password_policy.normalised(current):
        raise PasswordRefused(str(SAME_PASSWORD))
    release_connection()
    fresh = password_hashing.hash_password(password)

    with writing():
        if credential.password_hash != stored or not credential.is_enabled or row.ended_at is not None:
            raise SignedOut()
        owner = credential.owner
        sessions.end_all("password_changed", **owner)
        _set(credential, fresh)
        cookie = sessions.start(credential, browser)
        record(
            "password_changed", Actor(audience_of(credential).name, ip=browser.ip, sign_in_id=row.id, **owner), **owner
        )
    return cookie


def confirm(credential: Credential, password: str) -> str:
    """The signed-in person's password again, counted apart from sign-ins: its hash.

    Raises TooManyAttempts, WrongCredentials, HashingBusy.
    """
    counter = (attempts.CURRENT_PASSWORD, sign_in_counters.account_key(credential))
    stored = credential.password_hash
    with password_hashing.GATE.place():
        attempts.count(counter)
        release_connection()
        if not password_hashing.verify(password_policy.normalised(password), stored):
            raise WrongCredentials()
    with writing():
        attempts.forgive(counter)
    return stored


def credential_of(row: Link | SignIn) -> Credential:
    if row.staff is not None:
        return row.staff
    assert row.client is not None and row.client.account is not None
    return row.client.account


def _set(credential: Credential, password_hash: str) -> None:
    """Store the hash; end open links, clear waits, and put the notice, inside the caller's transaction."""
    credential.password_hash = password_hash
    links.end_open(EndedWhy.PASSWORD_CHANGED, **credential.owner)
    sign_in_counters.clear(credential)
    if credential.email:
        outbox.put(audience_of(credential).changed_mail, credential.email, **credential.owner)


def _context(credential: Credential) -> tuple[password_context.Words, date | None]:
    person = credential.client if isinstance(credential, PortalAccount) else credential
    return password_context.words_about(person, credential.username)
