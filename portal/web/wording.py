"""Words for what was recorded: times in the practice's zone, the fate of a mail, who acted."""

from datetime import date, datetime, timedelta

from flask import Flask, url_for
from markupsafe import Markup

from portal import clock, config, email_address, formats, phones
from portal.credentials import checklist, email_slips, options
from portal.credentials.errors import AlreadySent, QuotaReached
from portal.credentials.staff_standing import StaffState
from portal.credentials.status import Status
from portal.language import LANGUAGES
from portal.mail import troubles, worker
from portal.mail.messages import SUBJECTS
from portal.mail_names import address_of, is_loopback
from portal.models import Event, OutgoingMail
from portal.models.outgoing_mail import MailState
from portal.web import birth_date, current, time_zones

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
    app.jinja_env.filters.update(
        when=when,
        until=until,
        spelled_out=spelled_out,
        clock_time=clock_time,
        day=day,
        full_date=full_date,
        one_stop=formats.one_stop,
        since=since,
        at=at,
        full_minute=full_minute,
        delivery=delivery,
        delivery_mark=delivery_mark,
        is_held=is_held,
        is_silence=is_silence,
        is_ours=is_ours,
        advice=advice,
        slip=email_slips.suggestion,
        breakable=breakable,
        readable=email_address.shown,
        who=who,
        mail_kind=mail_kind,
        phone_link=phone_link,
        status_class=status_class,
    )
    app.jinja_env.globals["link_lifetime"] = lambda client: formats.hours(options.link_lifetime(client))
    app.jinja_env.globals["shortest_password"] = options.shortest_password
    app.jinja_env.globals["asks_birth_date"] = options.asks_birth_date
    app.jinja_env.globals["languages"] = LANGUAGES
    app.jinja_env.globals["month_names"] = birth_date.month_names
    app.jinja_env.globals["decided"] = options.decide
    app.jinja_env.globals["usually"] = options.usual
    app.jinja_env.globals["zone_name"] = lambda: time_zones.name_of(current.the_practice().time_zone)
    app.jinja_env.globals["mail_from"] = lambda: config.current().mail_from
    app.jinja_env.globals["sender_domain"] = sender_domain
    app.jinja_env.globals["sign_in_address"] = lambda: config.current().public_url + url_for("client.sign_in")
    app.jinja_env.globals["checklist_waits"] = lambda: checklist.waits(current.the_practice(), config.current())
    app.jinja_env.globals["mail_worker_runs"] = worker.is_alive
    app.jinja_env.globals["has_mail_server"] = lambda: config.current().mail_server is not None


def when(moment: datetime) -> Markup:
    return _time(moment, formats.when(moment, current.the_practice().zone))


def until(moment: datetime) -> Markup:
    return _time(moment, formats.until(moment, current.the_practice().zone))


def spelled_out(moment: datetime) -> Markup:
    """For paper, which nobody can point at."""
    return _time(moment, formats.spelled_out(moment, current.the_practice().zone))


def day(moment: datetime) -> Markup:
    return _time(moment, formats.day(moment, current.the_practice().zone))


def full_date(value: date) -> str:
    return formats.full_date(value, current.the_practice().zone)


def clock_time(moment: datetime) -> str:
    return formats.clock_time(moment, current.the_practice().zone)


def since(moment: datetime) -> Markup:
    """A moment of today by its time alone."""
    return _time(moment, formats.when(moment, current.the_practice().zone).removeprefix("today, "))


def at(moment: datetime) -> Markup:
    """at 9:42 AM, or yesterday, 9:42 AM"""
    text = formats.when(moment, current.the_practice().zone)
    return _time(moment, text.replace("today, ", "at "))


def full_minute(moment: datetime) -> str:
    """The one at or after the moment, as the client is told it."""
    return clock_time(formats.next_minute(moment))


def is_held(mail: OutgoingMail) -> bool:
    """Held is no state of its own: it waits while the practice holds all mail."""
    return mail.state == MailState.WAITING and current.the_practice().mail_held_at is not None


def is_silence(mail: OutgoingMail) -> bool:
    return troubles.named(mail.trouble) in troubles.SILENCE


def is_ours(mail: OutgoingMail) -> bool:
    """Whether the practice has to do something about it; a silence ends by itself, more often than not."""
    trouble = troubles.named(mail.trouble)
    return trouble is not None and trouble.is_ours and trouble not in troubles.SILENCE


def advice(mail: OutgoingMail) -> str:
    """What whoever runs the portal can do; empty where it is nobody's affair here."""
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
    """It waits, but its link is over: nothing will come of it, also where nobody has settled it yet."""
    link = mail.link if mail.state == MailState.WAITING else None
    return link is not None and not link.has_time(clock.now())


def _delivery_name(mail: OutgoingMail) -> str:
    if has_run_out(mail):
        return DELIVERY[MailState.EXPIRED]
    if is_held(mail):
        return HELD
    is_delayed = mail.attempts and mail.state in (MailState.WAITING, MailState.SENDING)
    return DELAYED if is_delayed else DELIVERY[MailState(mail.state)]


def status_class(status: Status | StaffState) -> str:
    """The look of a status; "Not set up" has none of its own."""
    looks = {"active": "active", "invited": "invited", "expired": "attention", "disabled": "off", "deactivated": "off"}
    return looks.get(status.value, "")


def phone_link(phone: str) -> str:
    """The address that dials this number from where the practice is (RFC 3966)."""
    return phones.link(phone, phones.region_of(current.the_practice().time_zone))


def breakable(address: str) -> Markup:
    """An email address that a narrow line breaks before its @ rather than anywhere."""
    mailbox, at, domain = email_address.shown(address).rpartition("@")
    return Markup("{}<wbr>{}{}").format(mailbox, at, domain)


def mail_kind(mail: OutgoingMail) -> str:
    name = SUBJECTS.get(mail.kind, mail.kind)
    return f"Test mail ({name.lower()})" if mail.is_sample else name


def sender_domain() -> str:
    """Of the address that mails come from; empty where that is this machine or a bare number, which says nothing."""
    domain = config.current().mail_from.rpartition("@")[2]
    return "" if is_loopback(domain) or address_of(domain) else domain


def already_sent(error: AlreadySent) -> str:
    sentence = f"Already sent at {clock_time(error.sent_at)}. You can send again in {error.again_in} s."
    return formats.one_stop(sentence)


def quota_reached(error: QuotaReached) -> str:
    """When the next mail may go, by the time alone where that is within the hour."""
    zone, until = current.the_practice().zone, formats.next_minute(error.until)
    is_soon = error.window <= timedelta(hours=1)
    end = f"at {formats.clock_time(until, zone)}" if is_soon else formats.when(until, zone)
    return formats.one_stop(f"{error.sentence} The next can go out {end}.")


def who(event: Event) -> str:
    """Who acted, by the name that staff know."""
    if event.actor == "staff":
        return event.actor_staff.name if event.actor_staff else "Staff"
    return {"client": "The client", "link": "Somebody with the link"}.get(event.actor, "The portal")


def _time(moment: datetime, text: str) -> Markup:
    """The words, with the full moment for programs and for whoever points at them."""
    full = formats.spelled_out(moment, current.the_practice().zone)
    stamp = moment.isoformat(timespec="seconds")
    return Markup('<time datetime="{}" title="{}">{}</time>').format(stamp, full, text)
