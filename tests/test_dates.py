"""Times and dates as people write them where the practice is, in the language of whoever reads them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from markupsafe import Markup

from portal import dates
from portal.i18n import LANGUAGES, speaking
from portal.web.forms import time_zones
from tests.conftest import Clock

NEW_YORK = ZoneInfo("America/New_York")
LATER = datetime(2026, 11, 25, 14, 42, tzinfo=UTC)
ZONES = [zone for part in time_zones.choices().values() for zone, _ in part]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 23, 14, 42, tzinfo=UTC), "today, 9:42 AM"),
        (datetime(2026, 11, 23, 5, 1, tzinfo=UTC), "today, 12:01 AM"),
        (datetime(2026, 11, 23, 4, 59, tzinfo=UTC), "yesterday, 11:59 PM"),
        (datetime(2026, 11, 24, 21, 5, tzinfo=UTC), "tomorrow, 4:05 PM"),
        (datetime(2026, 11, 12, 14, 42, tzinfo=UTC), "Thu, Nov 12, 9:42 AM"),
        (datetime(2025, 11, 12, 14, 42, tzinfo=UTC), "Wed, Nov 12, 2025, 9:42 AM"),
    ],
)
def test_a_moment_is_said_by_the_day_of_the_practice(clock: Clock, moment: datetime, words: str) -> None:
    assert dates.when(moment, NEW_YORK) == words


# each as CLDR has it
@pytest.mark.parametrize(("zone", "english", "spanish"), [
    ("America/New_York", "Wed, Nov 25, 9:42 AM", "mié, 25 de nov, 9:42 a.m."),
    ("US/Eastern", "Wed, Nov 25, 9:42 AM", "mié, 25 de nov, 9:42 a.m."),  # an old name of the same
    ("UTC", "Wed, Nov 25, 2:42 PM", "mié, 25 de nov, 2:42 p.m."),
    ("America/Puerto_Rico", "Wed, Nov 25, 10:42 AM", "mié, 25 nov, 10:42 a. m."),
    ("Europe/London", "Wed 25 Nov, 14:42", "mié, 25 nov, 14:42"),  # there is no es_GB
    ("Europe/Berlin", "Wed, 25 Nov, 15:42", "mié, 25 nov, 15:42"),
    ("Europe/Helsinki", "Wed, 25 Nov, 16.42", "mié, 25 nov, 16:42"),
    ("America/Mexico_City", "Wed, 25 Nov, 8:42 am", "mié 25 de nov, 8:42 a.m."),  # there is no en_MX
    ("America/Toronto", "Wed, Nov 25, 9:42 a.m.", "mié, 25 nov, 9:42"),
    ("Asia/Tokyo", "Wed, 25 Nov, 11:42 pm", "mié, 25 nov, 23:42"),
    ("America/Coyhaique", "Wed, 25 Nov, 11:42 am", "mié, 25 nov, 11:42 a. m."),  # younger than the tables of CLDR
])  # fmt: skip
def test_a_time_is_written_as_where_the_practice_is(
    app: Flask, clock: Clock, zone: str, english: str, spanish: str
) -> None:
    said = {"en": english, "es": spanish}
    for language in LANGUAGES:
        with speaking(language):
            assert dates.until(LATER, ZoneInfo(zone)) == said[language]


@pytest.mark.parametrize(("zone", "words"), [
    ("America/New_York", "March 14, 1988"), ("UTC", "March 14, 1988"), ("Asia/Manila", "March 14, 1988"),
    ("Europe/London", "14 March 1988"), ("Europe/Stockholm", "14 March 1988"),
])  # fmt: skip
def test_a_date_names_its_month(zone: str, words: str) -> None:
    assert dates.full_date(date(1988, 3, 14), ZoneInfo(zone)) == words


def test_in_spanish_they_are_said_as_people_say_them_in_spanish(app: Flask, clock: Clock) -> None:
    with speaking("es"):
        assert dates.when(clock.now, NEW_YORK) == "hoy, 9:42 a.m."
        assert dates.day(LATER, NEW_YORK) == "mié, 25 de nov"
        long = "miércoles, 25 de noviembre de 2026, 9:42 a.m. (hora estándar oriental)"
        assert dates.spelled_out(LATER, NEW_YORK) == long
        assert dates.full_date(date(1988, 3, 14), NEW_YORK) == "14 de marzo de 1988"
        assert [dates.hours(timedelta(hours=number)) for number in (1, 48)] == ["1 hora", "48 horas"]
    assert dates.day(LATER, NEW_YORK) == "Wed, Nov 25"


def test_a_sentence_that_ends_with_a_time_ends_with_one_point() -> None:
    assert dates.one_stop("Wait until 9:42 a.m.. Then call.") == "Wait until 9:42 a.m. Then call."
    assert dates.one_stop(Markup("Until <time>9:42 p.m.</time>. Then")) == Markup("Until <time>9:42 p.m.</time> Then")
    for whole in ("Wait until 9:42 AM.", "Wait until 14:42.", "Wait ...", "Born in Nov.."):
        assert dates.one_stop(whole) == whole


def _all_kinds(zone: str) -> Iterator[str]:
    """Each way to write a time or a date, in winter and in summer, this year and another, around the clock."""
    here = ZoneInfo(zone)
    for moment in (LATER, LATER.replace(month=7), LATER.replace(year=2025, hour=2)):
        yield from (write(moment, here) for write in (dates.when, dates.until, dates.day, dates.spelled_out))
        yield dates.full_date(moment.date(), here)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_zone_that_is_offered_can_be_written(app: Flask, clock: Clock, language: str) -> None:
    with speaking(language):
        for zone in ZONES:
            for text in _all_kinds(zone):
                assert text and text.isprintable() and not set(text) & set("\u202f\u2009?"), (zone, ascii(text))


@pytest.mark.parametrize(("zone", "winter", "summer"), [
    ("Europe/Dublin", "Greenwich Mean Time", "Irish Standard Time"),
    ("Europe/London", "Greenwich Mean Time", "British Summer Time"),
    ("America/Indiana/Indianapolis", "Eastern Standard Time", "Eastern Daylight Time"),
    ("Australia/Sydney", "Australian Eastern Daylight Time", "Australian Eastern Standard Time"),
    ("Asia/Kolkata", "India Standard Time", "India Standard Time"),
])  # fmt: skip
def test_the_zone_is_named_as_it_is_called_at_that_time_of_the_year(zone: str, winter: str, summer: str) -> None:
    for month, name in ((1, winter), (7, summer)):
        assert dates.spelled_out(datetime(2026, month, 15, 12, tzinfo=UTC), ZoneInfo(zone)).endswith(f"({name})")
