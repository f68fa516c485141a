"""Times and dates as people say them, in the practice's time zone and in the language that is spoken.

The patterns are messages as all words are (Unicode TR35, date field symbols).
"""

import math
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_timezone_name

from portal import clock
from portal.language import _, ngettext, spoken


def clock_time(moment: datetime, zone: ZoneInfo) -> str:
    """9:42 or 16:05"""
    local = moment.astimezone(zone)
    return f"{local.hour}:{local.minute:02}"


def when(moment: datetime, zone: ZoneInfo) -> str:
    """today, 9:42 · yesterday, 9:42 · Wed 25 Nov, 9:42 · 25 Nov 2025, 9:42"""
    local, today = moment.astimezone(zone).date(), clock.now().astimezone(zone).date()
    time = clock_time(moment, zone)
    match (today - local).days:
        case 0:
            return _("today, %(time)s", time=time)
        case 1:
            return _("yesterday, %(time)s", time=time)
        case -1:
            return _("tomorrow, %(time)s", time=time)
    pattern = _("EEE d MMM") if local.year == today.year else _("d MMM y")
    return f"{_written(local, pattern)}, {time}"


def until(moment: datetime, zone: ZoneInfo) -> str:
    """Wed 25 Nov, 9:42: an end is always named by its weekday."""
    day = _written(moment.astimezone(zone).date(), _("EEE d MMM"))
    return f"{day}, {clock_time(moment, zone)}"


def day(moment: datetime, zone: ZoneInfo) -> str:
    """12 Nov, or 12 Nov 2025 where the year is another"""
    local, today = moment.astimezone(zone).date(), clock.now().astimezone(zone).date()
    return _written(local, _("d MMM") if local.year == today.year else _("d MMM y"))


def full_date(value: date) -> str:
    """14 March 1988"""
    return _written(value, _("d MMMM y"))


def spelled_out(moment: datetime, zone: ZoneInfo) -> str:
    """Wednesday, 25 November 2026, 9:42 (Eastern Standard Time)"""
    local = moment.astimezone(zone)
    day, name = _written(local.date(), _("EEEE, d MMMM y")), get_timezone_name(local, width="long", locale=spoken())
    return f"{day}, {clock_time(moment, zone)} ({name})"


def hours(span: timedelta) -> str:
    """48 hours, or 1 hour; for a span of whole hours."""
    return ngettext("%(num)d hour", "%(num)d hours", span // timedelta(hours=1))


def next_minute(moment: datetime) -> datetime:
    """The full minute at or after the moment: nobody should come back too early."""
    full = moment.replace(second=0, microsecond=0)
    return full if full == moment else full + timedelta(minutes=1)


def seconds_until(moment: datetime) -> str:
    """For Retry-After (RFC 9110, 10.2.3): whole seconds, at least one."""
    return str(max(1, math.ceil((moment - clock.now()).total_seconds())))


def _written(value: date, pattern: str) -> str:
    return _written_in(spoken(), value, pattern)


@lru_cache(maxsize=2048)  # a page of events has the same few days again and again
def _written_in(language: str, value: date, pattern: str) -> str:
    return format_date(value, pattern, locale=language)
