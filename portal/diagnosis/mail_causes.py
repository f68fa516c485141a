"""Why the mail shown in the client menu does not arrive: at most one of these causes applies."""

from portal import config
from portal.clients.portal_facts import Facts
from portal.clients.portal_status import PortalStatus, Status
from portal.diagnosis.evidence import Found
from portal.mail import troubles
from portal.mail.troubles import Whose
from portal.models import OutgoingMail
from portal.models.outgoing_mail import MailState


def kept(facts: Facts) -> Found:
    """Written before a mail server was set, and never sent by itself. Not where the link was handed over and opened."""
    mail = _shown_mail(facts.portal, MailState.KEPT)
    if mail is None or config.current().mail_server is None or (mail.link and mail.link.opened_at):
        return None
    return {"mail": mail, "at": mail.created_at}


def still_waiting(facts: Facts) -> Found:
    """Tried without success, and to be tried again. While all mail is held, nothing is tried: that is told as Held."""
    portal, mail = facts.portal, facts.portal.shown_mail
    if mail is None or mail.attempts == 0 or mail.state not in (MailState.WAITING, MailState.SENDING):
        return None
    matters = portal.status in (Status.INVITED, Status.ACTIVE) and not portal.is_mail_held
    return {"mail": mail, "at": mail.delayed_at or mail.created_at} if matters else None


def not_delivered(facts: Facts) -> Found:
    """The address is wrong, as far as is known. Also for an invite that has run out since: it never arrived."""
    return _refused(facts, is_of_address=True)


def not_taken(facts: Facts) -> Found:
    """Not delivered either, but another address would not help: a full mailbox, or a trouble of the practice's own."""
    return _refused(facts, is_of_address=False)


def _refused(facts: Facts, *, is_of_address: bool) -> Found:
    mail = _shown_mail(facts.portal, MailState.FAILED)
    if mail is None or (whose(mail) is Whose.ADDRESS) is not is_of_address:
        return None
    return {"mail": mail, "at": mail.settled_at or mail.created_at}


def whose(mail: OutgoingMail) -> Whose:
    """Whose trouble a refusal is; one without a name is taken for the address's."""
    trouble = troubles.named(mail.trouble)
    return trouble.whose if trouble else Whose.ADDRESS


def _shown_mail(portal: PortalStatus, state: MailState) -> OutgoingMail | None:
    mail = portal.shown_mail
    matters = portal.status in (Status.INVITED, Status.EXPIRED, Status.ACTIVE)
    return mail if mail is not None and mail.state == state and matters else None
