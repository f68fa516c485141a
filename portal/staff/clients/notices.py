"""What the client menu says after each act in it."""

from enum import StrEnum

from flask import url_for
from markupsafe import Markup, escape

from portal import config, heartbeat
from portal.clients.portal_status import PortalStatus, Status
from portal.diagnosis.diagnose import Cause, Obstacle
from portal.models.outgoing_mail import MailState
from portal.staff import mail_notices
from portal.web.breakable import breakable
from portal.web.mail_words import is_held


class Notice(StrEnum):
    """The last act, as the address of the profile names it."""

    INVITED = "invited"
    WITHDRAWN = "withdrawn"
    RESET = "reset"
    RESET_WITHDRAWN = "reset-withdrawn"
    AGAIN = "again"
    ON = "on"
    OFF = "off"
    UNLOCKED = "unlocked"
    ADDRESS = "address"
    SKIPPED = "skipped"


class ChangeNotice(StrEnum):
    """The last act on what the client would change, as the address of the profile names it."""

    ACCEPTED = "accepted"
    DECLINED = "kept"
    ASKED = "asked"

    @property
    def sentence(self) -> str:
        return _OF_CHANGES[self]


_OF_CHANGES = {
    ChangeNotice.ACCEPTED: "Accepted: it is on file now.",
    ChangeNotice.DECLINED: "What was on file stays.",
    ChangeNotice.ASKED: "Asked: the client sees the question in the portal.",
}
SENDS = (Notice.INVITED, Notice.RESET)
ENDS_A_LINK = (Notice.WITHDRAWN, Notice.RESET_WITHDRAWN)
_SENTENCES = {
    Notice.WITHDRAWN: mail_notices.WITHDRAWN,
    Notice.RESET_WITHDRAWN: mail_notices.RESET_WITHDRAWN,
    Notice.UNLOCKED: "Unlocked: the client can sign in again at once.",
    Notice.SKIPPED: "Skipped: the client is not asked for it any more.",
    Notice.ON: "Portal access is on. The old username and password work again.",
    Notice.OFF: "Portal access is off. The client was signed out everywhere.",
}


def change_notice_named(name: str | None) -> ChangeNotice | None:
    return next((notice for notice in ChangeNotice if notice == name), None)


def notice_named(name: str | None) -> Notice | None:
    return next((notice for notice in Notice if notice == name), None)


def notice_sentence(notice: Notice, why: Obstacle | None, portal: PortalStatus) -> Markup:
    """Empty where Why they can't get in says it already, or where what was done is undone since."""
    if notice is Notice.ADDRESS:
        return Markup("The client signs in at {}").format(config.current().public_url + url_for("client.sign_in"))
    if notice in SENDS or notice is Notice.AGAIN:
        return _of_mail(notice, why, portal)
    return escape(_SENTENCES[notice])


def _of_mail(notice: Notice, why: Obstacle | None, portal: PortalStatus) -> Markup:
    mail = portal.shown_mail
    if why is not None:
        is_tried = notice is Notice.AGAIN and why.cause is Cause.STILL_WAITING
        return escape(_of_a_try(portal)) if is_tried else Markup("")
    if mail is not None and is_held(mail):
        return mail_notices.held(mail)
    if notice is Notice.AGAIN:
        if mail is None or mail.state != MailState.SENT:
            return Markup("")
        return Markup("Sent to {}. {}").format(breakable(mail.address), mail_notices.not_there())
    if config.current().mail_server is None:
        return mail_notices.kept()
    if portal.default_email is None:
        return Markup("")
    if notice is Notice.INVITED and portal.status is Status.INVITED and portal.invitation:
        return mail_notices.on_its_way("Invite", portal.default_email, portal.invitation.expires_at)
    if notice is Notice.RESET and portal.reset:
        return mail_notices.on_its_way("Password reset", portal.default_email, portal.reset.expires_at)
    return Markup("")


def _of_a_try(portal: PortalStatus) -> str:
    if not portal.is_being_tried:
        return "Tried again, without success."
    return "Trying again now." if heartbeat.is_alive() else "The mail worker is not running, so the mail waits."


def is_good_news(notice: Notice, why: Obstacle | None, portal: PortalStatus) -> bool:
    if notice in SENDS and (config.current().mail_server is None or portal.is_mail_held):
        return False
    return why is None or portal.is_being_tried
