"""Times and dates as people write them where the practice is, in the language that is spoken (CLDR, through Babel).

CLDR has every pattern; which locale it is asked for is decided in regions.py. Its narrow no-break space (U+202F) is
written as a space, so that people find "9:42 AM" when they search for it.
"""

import math
import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_name

from portal import clock, regions
from portal.i18n import _, ngettext, spoken

Text = TypeVar("Text", bound=str)


def clock_time(moment: datetime, zone: ZoneInfo) -> str:
    """9:42 AM in the United States, 09:42 in Britain"""
    local = moment.astimezone(zone)
    return _time(_locale(zone), time(local.hour, local.minute))


def when(moment: datetime, zone: ZoneInfo) -> str:
    """today, 9:42 AM · yesterday, 9:42 AM · Wed, Nov 25, 9:42 AM · Tue, Nov 25, 2025, 9:42 AM"""
    time = clock_time(moment, zone)
    match (_today(zone) - moment.astimezone(zone).date()).days:
        case 0:
            return _("today, %(time)s", time=time)
        case 1:
            return _("yesterday, %(time)s", time=time)
        case -1:
            return _("tomorrow, %(time)s", time=time)
    return until(moment, zone)


def until(moment: datetime, zone: ZoneInfo) -> str:
    """Wed, Nov 25, 9:42 AM: an end is always named by its weekday."""
    return f"{day(moment, zone)}, {clock_time(moment, zone)}"


def day(moment: datetime, zone: ZoneInfo) -> str:
    """Wed, Nov 25, or Tue, Nov 25, 2025 where the year is another"""
    local = moment.astimezone(zone).date()
    return _day(_locale(zone), local, "MMMEd" if local.year == _today(zone).year else "yMMMEd")


def full_date(value: date, zone: ZoneInfo) -> str:
    """March 14, 1988"""
    return _date(_locale(zone), value, "long")


def spelled_out(moment: datetime, zone: ZoneInfo) -> str:
    """Wednesday, November 25, 2026, 9:42 AM (Eastern Standard Time)"""
    return _spelled_out(moment, zone, _locale(zone))


def one_stop(sentence: Text) -> Text:
    """Without the full stop behind "9:42 a.m.", which has its point already; also where that stands in an element."""
    return type(sentence)(re.sub(r"(?<=m\.)(</time>)?\.", r"\1", str(sentence)))


def hours(span: timedelta) -> str:
    """48 hours, or 1 hour; for a span of whole hours."""
    return ngettext("%(num)d hour", "%(num)d hours", span // timedelta(hours=1))


def next_minute(moment: datetime) -> datetime:
    """The full minute at or after the moment, so that people do not come back too early."""
    full = moment.replace(second=0, microsecond=0)
    return full if full == moment else full + timedelta(minutes=1)


def seconds_until(moment: datetime) -> str:
    """For Retry-After (RFC 9110, 10.2.3): whole seconds, at least one."""
    return str(max(1, math.ceil((moment - clock.now()).total_seconds())))


def _today(zone: ZoneInfo) -> date:
    return clock.now().astimezone(zone).date()


def _locale(zone: ZoneInfo) -> str:
    return regions.locale(spoken(), zone.key)


def _searchable(text: str) -> str:
    return text.replace("\u202f", " ")


# a page of events has the same few days and minutes again and again
@lru_cache(maxsize=2048)
def _time(locale: str, value: time) -> str:
    return _searchable(format_time(value, "short", locale=locale))


@lru_cache(maxsize=2048)
def _day(locale: str, value: date, skeleton: str) -> str:
    return _searchable(format_skeleton(skeleton, datetime.combine(value, time()), locale=locale))


@lru_cache(maxsize=2048)
def _date(locale: str, value: date, length: str) -> str:
    return _searchable(format_date(value, length, locale=locale))


@lru_cache(maxsize=2048)
def _spelled_out(moment: datetime, zone: ZoneInfo, locale: str) -> str:
    local = moment.astimezone(zone)
    name = _searchable(_zone_name(local, locale))
    return f"{_date(locale, local.date(), 'full')}, {_time(locale, time(local.hour, local.minute))} ({name})"


def _zone_name(local: datetime, locale: str) -> str:
    """Eastern Standard Time, or GMT-03:00 where CLDR has no name.

    Babel 2.18 looks zones up by their new names, under which CLDR has no metazone (python-babel/babel, issue 1260).
    """
    variant: Literal["daylight", "standard"] = "daylight" if _is_summer_time(local) else "standard"
    metazone = regions.metazone(str(local.tzinfo))
    name = Locale.parse(locale).meta_zones.get(metazone, {}).get("long", {}).get(variant)
    return str(name or get_timezone_name(local, width="long", zone_variant=variant, locale=locale))


def _is_summer_time(local: datetime) -> bool:
    """By its offset: in Ireland the law calls summer time the standard, and winter an hour less than that."""
    saving = local.dst() or timedelta()
    half_a_year_on = (local + timedelta(days=182)).dst() or timedelta()
    return saving > timedelta() or (not saving and half_a_year_on < timedelta())
