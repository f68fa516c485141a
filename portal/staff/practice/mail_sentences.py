"""What Practice → Mail says of all mail, and of a test mail."""

from markupsafe import Markup, escape

from portal import config, dates
from portal.mail.health import MailHealth
from portal.models import OutgoingMail
from portal.models.outgoing_mail import MailState
from portal.staff import mail_notices
from portal.web import current
from portal.web.breakable import breakable
from portal.web.event_words import clock_time, when
from portal.web.mail_words import advice


def health_sentence(health: MailHealth) -> Markup:
    """The first that applies."""
    if health.held_at:
        held = dates.one_stop(Markup("All mail is held since {}.").format(when(health.held_at)))
        rest = Markup("{} It is written and waits here until an owner releases it; the time of its links runs on.")
        return rest.format(held)
    if not health.is_alive:
        return escape(
            "The mail worker is not running, so no mail leaves. "
            "Start the portal again: the command portal serve runs it too."
        )
    if health.trouble and health.trouble_since:
        sentence = health.trouble.sentence[:1].upper() + health.trouble.sentence[1:]
        begun = dates.one_stop(Markup("{}, since {}.").format(sentence, when(health.trouble_since)))
        return Markup("{} {} What waits is tried again by itself.").format(begun, health.trouble.advice)
    if health.refused:
        return escape(_refused(health))
    if not health.has_server:
        return escape("No mail server is set, so mails are kept here and not sent.")
    return escape(f"{health.wait} to be sent." if health.waiting else "All is well: no mail waits.")


def health_look(health: MailHealth) -> str:
    if health.held_at:
        return ""
    if not health.is_alive or health.trouble or health.refused:
        return "bad"
    return "" if not health.has_server else "plain" if health.waiting else "good"


def _refused(health: MailHealth) -> str:
    found = [
        f"{'1 mail was' if len(mails) == 1 else f'{len(mails)} mails were'} not delivered: {trouble.sentence}. "
        f"{trouble.advice}"
        for trouble, mails in health.refusals.items()
    ]
    return f"{' '.join(found)} Then send {'it' if len(health.refused) == 1 else 'them'} again."


def test_mail_sentence(mail: OutgoingMail, *, is_alive: bool) -> Markup:
    """``is_alive``: the worker."""
    not_there = Markup("Not there? Look in spam or trash for {}.").format(breakable(config.current().mail_from))
    match mail.state:
        case MailState.KEPT:
            return mail_notices.kept()
        case MailState.SENT:
            return Markup("Sent: the mail server took it. {}").format(not_there)
        case MailState.WAITING | MailState.SENDING:
            return _waiting(mail, not_there, is_alive=is_alive)
        case MailState.FAILED:
            return Markup("Not delivered: {}. {}").format(mail.reason, advice(mail))
    return Markup("Not sent: {}.").format(mail.reason)


def _waiting(mail: OutgoingMail, not_there: Markup, *, is_alive: bool) -> Markup:
    if current.the_practice().mail_held_at:
        return escape("All mail is held, so the test mail waits until it is released.")
    if mail.attempts:
        again = dates.one_stop(f"Next try at {clock_time(mail.next_try_at)}.")
        return Markup("Not sent yet: {}. {} {}").format(mail.reason, advice(mail), again)
    if not is_alive:
        return escape("The mail worker is not running, so the test mail waits.")
    return Markup("Test mail on its way to {}. {}").format(breakable(mail.address), not_there)
