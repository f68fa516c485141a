"""Inviting staff, and sending them password resets."""

from portal.credentials import link_mails, links
from portal.database import writing
from portal.errors import AlreadyRegistered, NotActive
from portal.models import Link, Staff
from portal.models.event import Actor, record
from portal.models.link import EndedWhy, LinkKind
from portal.options import resolve
from portal.practice import permissions


def invite(person: Staff, by: Actor) -> Link:
    """Make an invite and its mail; an earlier one ends.

    Raises NotAllowed, AlreadyRegistered, NotActive, AlreadySent, QuotaReached; then nothing was ended or made.
    """
    with writing():
        permissions.refuse_others(by, person.role)
        if person.registered_at is not None:
            raise AlreadyRegistered()
        if not person.is_enabled:
            raise NotActive()
        link = put_invite(person, by)
        record("staff_invite_sent", by, staff_id=person.id, name=person.name, email=person.email)
    return link


def put_invite(person: Staff, by: Actor) -> Link:
    """Inside the caller's transaction, without an event. Raises AlreadySent, QuotaReached."""
    return link_mails.put_link(person.email, LinkKind.STAFF_INVITATION, resolve.link_lifetime(), by, staff_id=person.id)


def move_invite(person: Staff, by: Actor) -> Link | None:
    """After a change of address: an invite that is still open ends, and another one goes out.

    Inside the caller's transaction. Raises QuotaReached.
    """
    kinds = (LinkKind.STAFF_INVITATION,)
    if not links.end_open(EndedWhy.DEFAULT_EMAIL_CHANGED, kinds=kinds, by_id=by.staff_id, staff_id=person.id):
        return None
    return put_invite(person, by)


def withdraw_invite(person: Staff, by: Actor) -> None:
    """Raises NotAllowed, NothingToWithdraw."""
    with writing():
        permissions.refuse_others(by, person.role)
        link_mails.end_link(LinkKind.STAFF_INVITATION, by, staff_id=person.id)
        record("staff_invite_withdrawn", by, staff_id=person.id, name=person.name)


def send_reset(person: Staff, by: Actor) -> Link:
    """Raises NotAllowed, NotActive, AlreadySent, QuotaReached; then nothing was ended or made."""
    with writing():
        permissions.refuse_others(by, person.role)
        if not person.is_active:
            raise NotActive()
        kind, lifetime = LinkKind.STAFF_PASSWORD_RESET, resolve.link_lifetime()
        link = link_mails.put_link(person.email, kind, lifetime, by, staff_id=person.id)
        record("reset_sent", by, staff_id=person.id, email=person.email)
    return link


def withdraw_reset(person: Staff, by: Actor) -> None:
    """Raises NotAllowed, NothingToWithdraw."""
    with writing():
        permissions.refuse_others(by, person.role)
        link_mails.end_link(LinkKind.STAFF_PASSWORD_RESET, by, staff_id=person.id)
        record("reset_withdrawn", by, staff_id=person.id)
