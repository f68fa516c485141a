"""A client whose invitation has run out asks for a new link, without a call."""

from datetime import date
from enum import StrEnum

from portal import clock
from portal.credentials import birth_date_check, links
from portal.database import writing
from portal.errors import BirthDateNotConfirmed, CredentialError, LinkDead
from portal.limits import sent_mail
from portal.mail import outbox
from portal.models import Client, Link
from portal.models.event import Actor, record
from portal.models.link import LinkKind, LinkState
from portal.options import resolve


class Renewal(StrEnum):
    OFFERED = "offered"
    BY_PHONE = "by_phone"  # switched off, asked for too often, or no address to mail to


def renewal_of(link: Link) -> Renewal | None:
    """What the holder of this link is offered; None unless it is the newest and simply ran out."""
    client = link.client
    has_run_out = link.kind == LinkKind.INVITATION and link.state(clock.now()) is LinkState.EXPIRED
    if client is None or not has_run_out or client.account is not None or links.newer_than(link) is not None:
        return None
    is_allowed = resolve.lets_renew(client) and client.default_email is not None
    return Renewal.OFFERED if is_allowed and _has_room(client.id) else Renewal.BY_PHONE


def ask(text: str, nonce: str, answer: date | None, by: Actor, language: str | None = None) -> Link:
    """Make a new invitation and its mail, to the same address as before, once the date of birth was answered correctly.

    The mail is written in the ``language`` of the page, where none is on file. Wrong answers are counted with those of
    the old link. A second press in the same browser gets the link that the first one made. Raises LinkUnknown,
    BirthDateNotConfirmed (no answer where one is asked), BirthDateWrong, LinkDead; then nothing was ended or made.
    """
    old = links.find(text, LinkKind.INVITATION)
    with writing(alone=True):
        if made := _made_already(old, nonce):
            return made
        client = old.client
        if renewal_of(old) is not Renewal.OFFERED or client is None or client.default_email is None:
            raise LinkDead(old)
        refusal = _checked(old, answer, by)
        if refusal is None:
            client.language = client.language or language
            old.used_by_nonce = links.hash_nonce(nonce)
            return _make(client, client.default_email.address, by)
    raise refusal


def _checked(old: Link, answer: date | None, by: Actor) -> CredentialError | None:
    """As birth_date_check.compare, where a date of birth is asked for. Raises BirthDateNotConfirmed, LinkDead."""
    if not resolve.link_asks_birth_date(old):
        old.opened_at = old.opened_at or clock.now()
        return None
    if answer is None:
        raise BirthDateNotConfirmed()
    return birth_date_check.compare(old, answer, links.has_run_out(), by)


def _make(client: Client, address: str, by: Actor) -> Link:
    link = links.make(LinkKind.INVITATION, resolve.link_lifetime(client), None, client_id=client.id)
    outbox.put("invitation", address, link=link, client_id=client.id)
    record("invitation_renewed", by, client_id=client.id, email=address)
    return link


def _has_room(client_id: int) -> bool:
    return sent_mail.may_renew(client_id) and sent_mail.has_room_for_strangers()


def _made_already(old: Link, nonce: str) -> Link | None:
    """The live link that this browser asked for in place of the old one."""
    if old.state(clock.now()) is not LinkState.REPLACED or old.used_by_nonce != links.hash_nonce(nonce):
        return None
    newest = links.newer_than(old)
    is_it = newest is not None and newest.sent_by_id is None and newest.state(clock.now()) is LinkState.LIVE
    return newest if is_it else None
