"""Words for the fate of a mail."""

from flask import Flask

from portal import clock
from portal.mail import troubles
from portal.mail.texts import labels
from portal.models import OutgoingMail
from portal.models.outgoing_mail import MailState
from portal.web import current
from portal.web.event_words import clock_time

DELIVERY = {
    MailState.KEPT: "Kept here",
    MailState.WAITING: "Waiting to send",
    MailState.SENDING: "Waiting to send",
    MailState.SENT: "Sent",
    MailState.FAILED: "Not delivered",
    MailState.CANCELLED: "Not sent",
    MailState.EXPIRED: "Not sent",
}
HELD, DELAYED = "Held", "Delayed"
MARKED = (DELIVERY[MailState.FAILED], DELIVERY[MailState.WAITING], DELAYED, HELD)  # in the list of clients


def init_app(app: Flask) -> None:
    filters = (delivery, delivery_mark, is_held, is_ours, advice, mail_kind)
    app.jinja_env.filters.update((one.__name__, one) for one in filters)


def is_held(mail: OutgoingMail) -> bool:
    """Whether it waits because the practice holds all mail: not a state of its own."""
    return mail.state == MailState.WAITING and current.the_practice().mail_held_at is not None


def is_silence(mail: OutgoingMail) -> bool:
    return troubles.named(mail.trouble) in troubles.SILENCE


def is_ours(mail: OutgoingMail) -> bool:
    """Whether the practice has to do something about it; a silence ends by itself, more often than not."""
    trouble = troubles.named(mail.trouble)
    return trouble is not None and trouble.is_ours and trouble not in troubles.SILENCE


def advice(mail: OutgoingMail) -> str:
    """What the person who runs the portal can do; empty where there is nothing to do here."""
    trouble = troubles.named(mail.trouble)
    return trouble.advice if trouble else ""


def delivery(mail: OutgoingMail) -> str:
    """The state by its name, with why or when where that is known."""
    name = _delivery_name(mail)
    if name == DELAYED:
        is_now = mail.state == MailState.SENDING
        return f"{name}: {'trying now' if is_now else f'next try at {clock_time(mail.next_try_at)}'} ({mail.reason})"
    if has_run_out(mail):
        return f"{name}: its link ran out first"
    return f"{name}: {mail.reason}" if mail.reason and name != HELD else name


def delivery_mark(mail: OutgoingMail | None) -> str | None:
    """The state by its name where the list of clients should show it."""
    name = _delivery_name(mail) if mail else None
    return name if name in MARKED else None


def has_run_out(mail: OutgoingMail) -> bool:
    """It waits, but its link is over: it will not be sent, also before the worker has settled it."""
    link = mail.link if mail.state == MailState.WAITING else None
    return link is not None and not link.has_time(clock.now())


def _delivery_name(mail: OutgoingMail) -> str:
    if has_run_out(mail):
        return DELIVERY[MailState.EXPIRED]
    if is_held(mail):
        return HELD
    is_delayed = mail.attempts and mail.state in (MailState.WAITING, MailState.SENDING)
    return DELAYED if is_delayed else DELIVERY[MailState(mail.state)]


def mail_kind(mail: OutgoingMail) -> str:
    name = labels().get(mail.kind, mail.kind)
    return f"Test mail ({name.lower()})" if mail.is_sample else name
