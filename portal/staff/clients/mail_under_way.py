"""What the client menu says of the invite or reset under way: what became of its mail, and whether it was opened."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from portal import clock
from portal.clients.portal_status import PortalStatus, Status
from portal.models import Link
from portal.models.link import WRONG_BIRTH_DATES
from portal.models.outgoing_mail import MailState
from portal.web.event_words import until, when
from portal.web.mail_words import delivery


@dataclass(frozen=True)
class UnderWay:
    about: str
    lines: tuple[str, ...]  # a comma between each two


def mail_under_way(portal: PortalStatus) -> UnderWay | None:
    """Of the link that counts, or of the last one that ended before it was used."""
    link = portal.reset if portal.has_account else portal.invitation
    if link and portal.status in (Status.INVITED, Status.ACTIVE):
        works = Markup("works until {}").format(until(link.expires_at))
        about = "Reset mail" if portal.has_account else "Invite mail"
        return UnderWay(about, (*_fate(portal, link), works, _opened(link), *_locked(link)))
    if link and portal.status == Status.EXPIRED:
        expired = Markup("expired {}").format(when(link.expires_at))
        return UnderWay("Invite mail", (*_fate(portal, link), expired))
    if link and portal.ended_because:
        return UnderWay("Last invite", (_end(link, portal.ended_because),))
    if portal.ended_reset:
        return UnderWay("Last reset", (_end(portal.ended_reset, "email"),))
    return None


def _fate(portal: PortalStatus, link: Link) -> Iterator[str]:
    mail = portal.shown_mail
    by_client = "" if link.sent_by_id else ", asked for by the client"
    if mail and mail.state == MailState.SENT:
        yield Markup("sent {}{}").format(when(mail.settled_at or link.created_at), by_client)
    elif mail and mail.state == MailState.KEPT:
        yield Markup("kept here {}{}").format(when(link.created_at), by_client)
    elif mail:
        yield Markup("made {}").format(when(link.created_at))
        said = delivery(mail)
        yield said[:1].lower() + said[1:] + by_client
    else:
        yield Markup("made {}{}").format(when(link.created_at), by_client)


def _opened(link: Link) -> str:
    if link.opened_at:
        return Markup("opened by the client {}").format(when(link.opened_at))
    if link.fetched_at:
        return Markup("not opened yet (fetched {}, perhaps by a mail filter)").format(when(link.fetched_at))
    return "not opened yet"


def _locked(link: Link) -> Iterator[str]:
    if link.is_locked:
        then = "the same link works again" if link.works_unlocked(clock.now()) else "a new one can be asked for"
        yield f"locked after {WRONG_BIRTH_DATES} wrong dates of birth: correct the date of birth, and {then}"


def _end(link: Link, because: str) -> str:
    assert link.ended_at is not None
    if because == "email":
        return Markup("ended {}: the default email changed").format(when(link.ended_at))
    by = f" by {link.ended_by.name}" if link.ended_by else ""
    return Markup("withdrawn {}{}").format(when(link.ended_at), by)
