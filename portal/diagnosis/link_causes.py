"""A link that opens nothing, or whose date of birth was answered wrongly."""

from portal.clients.portal_facts import Facts
from portal.clients.portal_status import Status
from portal.diagnosis.evidence import Found, active, invitations, last_in, last_reset, refused_at, refused_since, resets
from portal.models import Link
from portal.models.link import EndedWhy


def locked(facts: Facts) -> Found:
    """Too many answers were wrong: the link opens nothing, and asking gives no other one."""
    return _wrong_birth_date(facts, is_locked=True)


def wrong_birth_date(facts: Facts) -> Found:
    """The last answer was wrong, and there are more tries."""
    return _wrong_birth_date(facts, is_locked=False)


def _wrong_birth_date(facts: Facts, *, is_locked: bool) -> Found:
    portal, reset = facts.portal, facts.portal.newest_reset
    keeps_out = reset is not None and reset.is_locked and reset.used_at is None
    of_account = reset if keeps_out else portal.reset
    link = {Status.INVITED: portal.invitation, Status.ACTIVE: of_account}.get(portal.status)
    if link is None or not link.birth_date_hint or not link.wrong_birth_dates or link.is_locked is not is_locked:
        return None
    return {"link": link, "at": link.opened_at or link.created_at}


def email_changed(facts: Facts) -> Found:
    portal = facts.portal
    if portal.status is Status.NOT_SET_UP and portal.ended_because == "email" and portal.invitation:
        return {"link": portal.invitation, "mail": portal.invitation_mail, "at": portal.invitation.ended_at}
    reset, account = portal.ended_reset, active(portal)
    if account is None or reset is None or reset.ended_at is None or reset.ended_at < last_in(account):
        return None
    return {"link": reset, "at": reset.ended_at}


def expired(facts: Facts) -> Found:
    link = facts.portal.invitation if facts.portal.status is Status.EXPIRED else None
    return {"link": link, "at": link.expires_at} if link else None


def ended_invite(facts: Facts) -> Found:
    """Withdrawn, and the client does not know."""
    portal, link = facts.portal, facts.portal.ended_invitation
    if link is None or link.ended_at is None or portal.ended_because == "email":
        return None
    return _opened(refused_since(link.ended_at, invitations(portal)))


def older_link(facts: Facts) -> Found:
    """An older mail was opened, though a newer one works that nobody has opened since."""
    portal = facts.portal
    works = portal.invitation if portal.status is Status.INVITED else portal.reset if active(portal) else None
    if works is None:
        return None
    older = invitations(portal) if portal.status is Status.INVITED else resets(portal)
    since = max(works.created_at, works.opened_at or works.created_at)
    found = _opened(refused_since(since, [link for link in older if link != works]))
    return found | {"newest": works} if found else None


def ended_reset(facts: Facts) -> Found:
    """A reset link that is over was opened, and none works. One that a new default email has ended is told as that."""
    account = active(facts.portal)
    if account is None or facts.portal.reset is not None:
        return None
    over = [link for link in resets(facts.portal) if link.ended_why != EndedWhy.DEFAULT_EMAIL_CHANGED]
    return _opened(refused_since(max(last_in(account), last_reset(facts.portal)), over))


def registered_already(facts: Facts) -> Found:
    account = active(facts.portal)
    return _opened(refused_since(last_in(account), invitations(facts.portal))) if account else None


def _opened(link: Link | None) -> Found:
    return {"link": link, "at": refused_at(link)} if link else None
