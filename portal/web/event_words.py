"""Words for what was recorded: times in the practice's zone, who acted, why a mail cannot be sent just now."""

from datetime import date, datetime, timedelta

from flask import Flask, url_for
from markupsafe import Markup

from portal import config, dates, email_address, heartbeat, phone_numbers
from portal.clients import email_typos
from portal.clients.portal_status import Status
from portal.errors import AlreadySent, QuotaReached
from portal.host_names import address_of, is_loopback
from portal.i18n import LANGUAGES
from portal.models import Event
from portal.options import resolve
from portal.practice import checklist
from portal.practice.staff_status import StaffState
from portal.web import current
from portal.web.breakable import breakable
from portal.web.forms import birth_date, time_zones


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        when=when,
        until=until,
        spelled_out=spelled_out,
        clock_time=clock_time,
        day=day,
        full_date=full_date,
        one_stop=dates.one_stop,
        since=since,
        at=at,
        full_minute=full_minute,
        slip=email_typos.suggestion,
        breakable=breakable,
        readable=email_address.shown,
        who=who,
        phone_link=phone_link,
        status_class=status_class,
    )
    app.jinja_env.globals["link_lifetime"] = lambda client: dates.hours(resolve.link_lifetime(client))
    app.jinja_env.globals["shortest_password"] = resolve.shortest_password
    app.jinja_env.globals["asks_birth_date"] = resolve.asks_birth_date
    app.jinja_env.globals["languages"] = LANGUAGES
    app.jinja_env.globals["month_names"] = birth_date.month_names
    app.jinja_env.globals["decided"] = resolve.decide
    app.jinja_env.globals["usually"] = resolve.usual
    app.jinja_env.globals["zone_name"] = lambda: time_zones.name_of(current.the_practice().time_zone)
    app.jinja_env.globals["mail_from"] = lambda: config.current().mail_from
    app.jinja_env.globals["sender_domain"] = sender_domain
    app.jinja_env.globals["sign_in_address"] = lambda: config.current().public_url + url_for("client.sign_in")
    app.jinja_env.globals["checklist_waits"] = lambda: checklist.waits(current.the_practice(), config.current())
    app.jinja_env.globals["mail_worker_runs"] = heartbeat.is_alive
    app.jinja_env.globals["has_mail_server"] = lambda: config.current().mail_server is not None


def when(moment: datetime) -> Markup:
    return _time(moment, dates.when(moment, current.the_practice().zone))


def until(moment: datetime) -> Markup:
    return _time(moment, dates.until(moment, current.the_practice().zone))


def spelled_out(moment: datetime) -> Markup:
    """For paper, which has no tooltips."""
    return _time(moment, dates.spelled_out(moment, current.the_practice().zone))


def day(moment: datetime) -> Markup:
    return _time(moment, dates.day(moment, current.the_practice().zone))


def full_date(value: date) -> str:
    return dates.full_date(value, current.the_practice().zone)


def clock_time(moment: datetime) -> str:
    return dates.clock_time(moment, current.the_practice().zone)


def since(moment: datetime) -> Markup:
    """A moment of today by its time alone."""
    return _time(moment, dates.when(moment, current.the_practice().zone).removeprefix("today, "))


def at(moment: datetime) -> Markup:
    """at 9:42 AM, or yesterday, 9:42 AM"""
    text = dates.when(moment, current.the_practice().zone)
    return _time(moment, text.replace("today, ", "at "))


def full_minute(moment: datetime) -> str:
    """The one at or after the moment, as the client is told it."""
    return clock_time(dates.next_minute(moment))


def status_class(status: Status | StaffState) -> str:
    """The look of a status; "Not set up" has none of its own."""
    looks = {"active": "active", "invited": "invited", "expired": "attention", "disabled": "off", "deactivated": "off"}
    return looks.get(status.value, "")


def phone_link(phone: str) -> str:
    """The address that dials this number from where the practice is (RFC 3966)."""
    return phone_numbers.link(phone, phone_numbers.region_of(current.the_practice().time_zone))


def sender_domain() -> str:
    """Of the address that mails come from; empty where that is this machine or a bare number, which says nothing."""
    domain = config.current().mail_from.rpartition("@")[2]
    return "" if is_loopback(domain) or address_of(domain) else domain


def already_sent(error: AlreadySent) -> str:
    sentence = f"Already sent at {clock_time(error.sent_at)}. You can send again in {error.again_in} s."
    return dates.one_stop(sentence)


def quota_reached(error: QuotaReached) -> str:
    """When the next mail may go, by the time alone where that is within the hour."""
    zone, until = current.the_practice().zone, dates.next_minute(error.until)
    is_soon = error.window <= timedelta(hours=1)
    end = f"at {dates.clock_time(until, zone)}" if is_soon else dates.when(until, zone)
    return dates.one_stop(f"{error.sentence} The next can go out {end}.")


def who(event: Event) -> str:
    """Who acted, by the name that staff know."""
    if event.actor == "staff":
        return event.actor_staff.name if event.actor_staff else "Staff"
    return {"client": "The client", "link": "Someone with the link"}.get(event.actor, "The portal")


def _time(moment: datetime, text: str) -> Markup:
    """The words, with the full moment for programs, and as a tooltip."""
    full = dates.spelled_out(moment, current.the_practice().zone)
    stamp = moment.isoformat(timespec="seconds")
    return Markup('<time datetime="{}" title="{}">{}</time>').format(stamp, full, text)
