"""What the page of a member of staff says after each act on it."""

from enum import StrEnum

from markupsafe import Markup, escape

from portal.models import OutgoingMail
from portal.models.outgoing_mail import MailState
from portal.practice.staff_status import StaffStanding
from portal.staff import mail_notices
from portal.web import current
from portal.web.breakable import breakable
from portal.web.mail_words import is_held


class MemberNotice(StrEnum):
    """The last act, as the address of the page names it."""

    ADDED = "added"
    SAVED = "saved"
    MOVED = "moved"
    ROLE = "role"
    INVITED = "invited"
    WITHDRAWN = "withdrawn"
    RESET = "reset"
    RESET_WITHDRAWN = "reset-withdrawn"
    ON = "on"
    OFF = "off"


SENDS = (MemberNotice.ADDED, MemberNotice.MOVED, MemberNotice.INVITED, MemberNotice.RESET)


def notice_named(name: str | None) -> MemberNotice | None:
    return next((notice for notice in MemberNotice if notice == name), None)


def notice_sentence(notice: MemberNotice, one: StaffStanding) -> Markup:
    """Empty where what was done is undone since."""
    if notice in SENDS:
        moved = "The old invite has ended, and a new one was made. " if notice is MemberNotice.MOVED else ""
        return Markup("{}{}").format(moved, _of_mail(notice, one, one.mail)) if one.mail else Markup("")
    person = one.person
    on = ", with the old username and password" if person.registered_at else ". Send the invite again"
    return escape({
        MemberNotice.WITHDRAWN: mail_notices.WITHDRAWN,
        MemberNotice.RESET_WITHDRAWN: mail_notices.RESET_WITHDRAWN,
        MemberNotice.OFF: "The staff account is deactivated: signed out everywhere, and no link works.",
        MemberNotice.ON: f"The staff account is active again{on}.",
        MemberNotice.ROLE: f"Saved. {person.name} is {person.role_name} from now on, and was signed out everywhere.",
        MemberNotice.SAVED: "Saved.",
    }[notice])  # fmt: skip


def _of_mail(notice: MemberNotice, one: StaffStanding, mail: OutgoingMail) -> Markup:
    if mail.state == MailState.KEPT:
        return mail_notices.kept("" if current.staff().is_owner else ", where an owner can read it")
    if is_held(mail):
        return mail_notices.held(mail)
    if mail.state == MailState.FAILED:
        return Markup("The mail to {} was not delivered: {}.").format(breakable(mail.address), mail.reason)
    what = "Password reset" if notice is MemberNotice.RESET else "Staff invite"
    assert one.link is not None
    return mail_notices.on_its_way(what, mail.address, one.link.expires_at)


def notice_look(notice: MemberNotice, one: StaffStanding) -> str:
    mail = one.mail if notice in SENDS else None
    if mail is not None and mail.state == MailState.FAILED:
        return "bad"
    return "" if mail is not None and (mail.state == MailState.KEPT or is_held(mail)) else "good"
