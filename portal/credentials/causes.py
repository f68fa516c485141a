"""What can stand in a client's way, each cause by itself: what its sentence tells of, or None where it is not so."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from portal import clock
from portal.credentials.facts import Facts
from portal.credentials.status import PortalStatus, Status
from portal.credentials.steps import first_required
from portal.mail import troubles
from portal.mail.troubles import Whose
from portal.models import Link, OutgoingMail, PortalAccount
from portal.models.link import LinkKind
from portal.models.outgoing_mail import MailState

Found = dict[str, object] | None  # fields of an Obstacle
_NEVER = datetime.min.replace(tzinfo=UTC)
ASKED_LATELY = timedelta(hours=24)  # whoever waits for a mail calls the same day


def turned_off(facts: Facts) -> Found:
    return {} if facts.portal.status is Status.DISABLED else None


def still_waiting(facts: Facts) -> Found:
    """Tried without success, and to be tried again. While all mail is held, nothing is tried: that is told as Held."""
    portal, mail = facts.portal, facts.portal.shown_mail
    if mail is None or mail.attempts == 0 or mail.state not in (MailState.WAITING, MailState.SENDING):
        return None
    matters = portal.status in (Status.INVITED, Status.ACTIVE) and not portal.is_mail_held
    return {"mail": mail} if matters else None


def not_delivered(facts: Facts) -> Found:
    """The address is at fault, as far as is known. Also when the invite has run out since: it never arrived."""
    mail = _refused_mail(facts.portal)
    return {"mail": mail} if mail and _whose(mail) is Whose.ADDRESS else None


def not_taken(facts: Facts) -> Found:
    """Not delivered either, but another address would not help: a full mailbox, or a trouble of the practice's own."""
    mail = _refused_mail(facts.portal)
    return {"mail": mail} if mail and _whose(mail) is not Whose.ADDRESS else None


def wrong_birth_date(facts: Facts) -> Found:
    """The last answer was wrong; the fifth has locked the link, and keeps the client from asking for another."""
    portal, reset = facts.portal, facts.portal.newest_reset
    keeps_out = reset is not None and reset.is_locked and reset.used_at is None
    of_account = reset if keeps_out else portal.reset
    link = {Status.INVITED: portal.invitation, Status.ACTIVE: of_account}.get(portal.status)
    return {"link": link} if link is not None and link.birth_date_hint and link.wrong_birth_dates else None


def email_changed(facts: Facts) -> Found:
    portal = facts.portal
    if portal.status is Status.NOT_SET_UP and portal.ended_because == "email":
        return {"link": portal.invitation, "mail": portal.invitation_mail}
    reset, account = portal.ended_reset, _active(portal)
    if account is None or reset is None or reset.ended_at is None or reset.ended_at < _last_in(account):
        return None
    return {"link": reset}


def expired(facts: Facts) -> Found:
    return {"link": facts.portal.invitation} if facts.portal.status is Status.EXPIRED else None


def ended_invite(facts: Facts) -> Found:
    """Withdrawn, and the client does not know."""
    portal, link = facts.portal, facts.portal.ended_invitation
    if link is None or link.ended_at is None:
        return None
    refused = _refused_since(link.ended_at, _invitations(portal))
    return {"link": refused} if refused else None


def older_link(facts: Facts) -> Found:
    """An older mail was opened, though a newer one works that nobody has opened since."""
    portal = facts.portal
    works = portal.invitation if portal.status is Status.INVITED else portal.reset if _active(portal) else None
    if works is None:
        return None
    older = _invitations(portal) if portal.status is Status.INVITED else _resets(portal)
    refused = _refused_since(
        max(works.created_at, works.opened_at or _NEVER), [link for link in older if link != works]
    )
    return {"link": refused, "newest": works} if refused else None


def stopped(facts: Facts) -> Found:
    return {} if _active(facts.portal) and facts.sign_ins.is_stopped else None


def waits(facts: Facts) -> Found:
    tries = facts.sign_ins
    return {"times": tries.times, "until": tries.until} if _active(facts.portal) and tries.until else None


def network_waits(facts: Facts) -> Found:
    """Others have mistyped where the client is: a clinic, a family, a mobile network."""
    return {"until": facts.network_until} if _active(facts.portal) and facts.network_until else None


def reset_refused(facts: Facts) -> Found:
    """A new password was asked for in vain, and nothing was sent or got in since."""
    event, account = facts.reset_asked, _active(facts.portal)
    if event is None or event.result != "refused" or account is None:
        return None
    since = max(_last_in(account), _last_reset(facts.portal), clock.now() - ASKED_LATELY)
    return {"event": event} if since <= event.at <= clock.now() else None


def ended_reset(facts: Facts) -> Found:
    """A reset link that is over was opened, and none works."""
    account = _active(facts.portal)
    if account is None or facts.portal.reset is not None:
        return None
    refused = _refused_since(max(_last_in(account), _last_reset(facts.portal)), _resets(facts.portal))
    return {"link": refused} if refused else None


def registered_already(facts: Facts) -> Found:
    account = _active(facts.portal)
    refused = _refused_since(_last_in(account), _invitations(facts.portal)) if account else None
    return {"link": refused} if refused else None


def wrong_password(facts: Facts) -> Found:
    """Not enough of them to wait, but no success either, and no reset sent since."""
    times = facts.sign_ins.times
    account = _active(facts.portal)
    matters = account and times and times[-1] >= max(_last_reset(facts.portal), _last_in(account))
    return {"times": times} if matters else None


def step_open(facts: Facts) -> Found:
    first = first_required(facts.steps)
    return {"step": first} if first and _active(facts.portal) else None


def _refused_mail(portal: PortalStatus) -> OutgoingMail | None:
    mail = portal.shown_mail
    if mail is None or mail.state != MailState.FAILED:
        return None
    return mail if portal.status in (Status.INVITED, Status.EXPIRED, Status.ACTIVE) else None


def _whose(mail: OutgoingMail) -> Whose:
    trouble = troubles.named(mail.trouble)
    return trouble.whose if trouble else Whose.ADDRESS


def _active(portal: PortalStatus) -> PortalAccount | None:
    return portal.account if portal.status is Status.ACTIVE else None


def _last_in(account: PortalAccount) -> datetime:
    return max(_gone_by(account.registered_at), _gone_by(account.last_signed_in_at))


def _last_reset(portal: PortalStatus) -> datetime:
    return _gone_by(portal.newest_reset.created_at if portal.newest_reset else None)


def _gone_by(moment: datetime | None) -> datetime:
    """A moment that is still to come was written down while the clock was ahead: as if it had never been."""
    return moment if moment is not None and moment <= clock.now() else _NEVER


def _invitations(portal: PortalStatus) -> list[Link]:
    return [link for link in portal.refused if link.kind == LinkKind.INVITATION]


def _resets(portal: PortalStatus) -> list[Link]:
    return [link for link in portal.refused if link.kind == LinkKind.PASSWORD_RESET]


def _refused_since(moment: datetime, links: Sequence[Link]) -> Link | None:
    """The one of these that was opened last, if that was at this moment or later."""
    latest = max(links, key=lambda link: link.refused_at or _NEVER, default=None)
    return latest if latest is not None and (latest.refused_at or _NEVER) >= moment else None
