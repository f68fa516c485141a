"""Step 1: the link is used up, the account exists, the client is signed in."""

import secrets

from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.credentials import birth_dates, hashing, limits, links, options, password_rules, sign_ins
from portal.credentials.errors import LinkDead, UsernameTaken
from portal.credentials.sign_ins import Browser
from portal.database import release, writing
from portal.extensions import db
from portal.models import Client, Link, PortalAccount, Practice
from portal.models.account import is_username, shown_username, username_key
from portal.models.client import folded
from portal.models.event import Actor, record
from portal.models.link import LinkKind, LinkState


def create_account(text: str, nonce: str, username: str, password: str, browser: Browser) -> str:
    """Make the portal account with this link: the text of the cookie that signs the client in.

    Raises LinkUnknown, LinkDead, BirthDateNotConfirmed, UsernameTaken,
    TooManyAttempts, PasswordRefused, HashingBusy; the link stays as it was.
    """
    password = password_rules.normalised(password)
    link = links.find(text, LinkKind.INVITATION)
    if link.state(clock.now()) is LinkState.USED:
        return _same_again(link, nonce, username, password, browser)
    link = birth_dates.ready(text, LinkKind.INVITATION, nonce)
    links.note_opened(link)
    _refuse_taken(link, username)
    client = _client_of(link)
    password_rules.check(password, options.shortest_password(), words_of(client, username), client.birth_date)
    client_id = client.id
    release()
    password_hash = hashing.hash_password(password)

    writing()
    try:
        links.spend(link, nonce)
    except LinkDead:  # perhaps by the first press of a double press, while this one was hashing
        return _same_again(link, nonce, username, password, browser)
    now = clock.now()
    account = PortalAccount(
        client_id=client_id, username=shown_username(username), username_key=username_key(username),
        password_hash=password_hash, registered_at=now,
    )  # fmt: skip
    db.session.add(account)
    try:
        db.session.flush()
    except IntegrityError as error:
        db.session.rollback()
        raise UsernameTaken() from error
    db.session.refresh(client)
    client.refresh_search()
    record("registered", Actor("client", client_id=client_id, ip=browser.ip), client_id=client_id)
    cookie = sign_ins.start(account, browser)
    db.session.commit()
    return cookie


def suggested_username(client: Client) -> str:
    """A free username of the first name and digits only: it must not give away more than that."""
    name = "".join(c for c in folded(client.first_name) if c.isalnum())[:20] or "client"
    for _ in range(20):
        suggestion = f"{name}{secrets.randbelow(90) + 10}{secrets.randbelow(10)}"
        if is_username(suggestion) and PortalAccount.by_sign_in_name(suggestion) is None:
            return suggestion
    return ""


def words_of(client: Client, username: str) -> list[str | None]:
    """What others may know of the client and the practice; no password is one of these."""
    mailboxes = [email.address.partition("@")[0] for email in client.emails]
    names = password_rules.names_of(client.first_name, client.last_name)
    return [*names, *mailboxes, client.preferred_name, username, Practice.one().name, *password_rules.PRODUCT_NAMES]


def _refuse_taken(link: Link, username: str) -> None:
    counter = (limits.USERNAME_CHOICE, link.selector)
    limits.check(counter)
    account = PortalAccount.by_sign_in_name(username)
    if account is not None and account.client_id != link.client_id:
        limits.count(counter)
        raise UsernameTaken()


def _same_again(link: Link, nonce: str, username: str, password: str, browser: Browser) -> str:
    """The second press of a double press: same browser, same username and password. Raises LinkDead."""
    account = _client_of(link).account
    is_same = link.used_by_nonce == links.hash_nonce(nonce)
    if account is None or not is_same or account.username_key != username_key(username) or not account.is_enabled:
        raise LinkDead(link)
    stored = account.password_hash
    release()
    if not hashing.verify(password, stored):
        raise LinkDead(link)
    writing()
    if account.password_hash != stored or not account.is_enabled:
        db.session.rollback()
        raise LinkDead(link)
    cookie = sign_ins.start(account, browser)
    db.session.commit()
    return cookie


def _client_of(link: Link) -> Client:
    assert link.client is not None  # an invitation belongs to a client
    return link.client
