"""Times and dates as people say them, in the practice's time zone."""

import math
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name

from portal import clock


def clock_time(moment: datetime, zone: ZoneInfo) -> str:
    """9:42 or 16:05"""
    local = moment.astimezone(zone)
    return f"{local.hour}:{local.minute:02}"


def when(moment: datetime, zone: ZoneInfo) -> str:
    """today, 9:42 · yesterday, 9:42 · Wed 25 Nov, 9:42 · 25 Nov 2025, 9:42"""
    local, today = moment.astimezone(zone).date(), clock.now().astimezone(zone).date()
    names = {0: "today", 1: "yesterday", -1: "tomorrow"}
    days = (today - local).days
    if days in names:
        return f"{names[days]}, {clock_time(moment, zone)}"
    return f"{_day_and_month(local, today)}, {clock_time(moment, zone)}"


def until(moment: datetime, zone: ZoneInfo) -> str:
    """Wed 25 Nov, 9:42: an end is always named by its weekday."""
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b}, {clock_time(moment, zone)}"


def day(moment: datetime, zone: ZoneInfo) -> str:
    """12 Nov, or 12 Nov 2025 where the year is another"""
    local, today = moment.astimezone(zone).date(), clock.now().astimezone(zone).date()
    return f"{local.day} {local:%b}" + (f" {local.year}" if local.year != today.year else "")


def full_date(value: date) -> str:
    """14 March 1988"""
    return f"{value.day} {value:%B} {value.year}"


def spelled_out(moment: datetime, zone: ZoneInfo) -> str:
    """Wednesday, 25 November 2026, 9:42 (Eastern Standard Time)"""
    local = moment.astimezone(zone)
    name = get_timezone_name(local, width="long", locale="en_US")
    return f"{local:%A}, {full_date(local.date())}, {clock_time(moment, zone)} ({name})"


def hours(span: timedelta) -> str:
    """48 hours, or 1 hour; for a span of whole hours."""
    number = span // timedelta(hours=1)
    return f"{number} hour" + ("" if number == 1 else "s")


def next_minute(moment: datetime) -> datetime:
    """The full minute at or after the moment: nobody should come back too early."""
    full = moment.replace(second=0, microsecond=0)
    return full if full == moment else full + timedelta(minutes=1)


def seconds_until(moment: datetime) -> str:
    """For Retry-After (RFC 9110, 10.2.3): whole seconds, at least one."""
    return str(max(1, math.ceil((moment - clock.now()).total_seconds())))


def _day_and_month(local: date, today: date) -> str:
    if local.year != today.year:
        return f"{local.day} {local:%b} {local.year}"
    return f"{local:%a} {local.day} {local:%b}"
