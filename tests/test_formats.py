"""Times as people say them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from portal import formats
from portal.language import speaking
from tests.conftest import Clock

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 23, 14, 42, tzinfo=UTC), "today, 9:42"),
        (datetime(2026, 11, 23, 5, 1, tzinfo=UTC), "today, 0:01"),
        (datetime(2026, 11, 23, 4, 59, tzinfo=UTC), "yesterday, 23:59"),
        (datetime(2026, 11, 24, 21, 5, tzinfo=UTC), "tomorrow, 16:05"),
        (datetime(2026, 11, 12, 14, 42, tzinfo=UTC), "Thu 12 Nov, 9:42"),
        (datetime(2025, 11, 12, 14, 42, tzinfo=UTC), "12 Nov 2025, 9:42"),
    ],
)
def test_a_moment_is_said_by_the_day_of_the_practice(clock: Clock, moment: datetime, words: str) -> None:
    assert formats.when(moment, NEW_YORK) == words


def test_an_end_names_its_weekday_even_when_it_is_today(clock: Clock) -> None:
    assert formats.until(datetime(2026, 11, 25, 14, 42, tzinfo=UTC), NEW_YORK) == "Wed 25 Nov, 9:42"


def test_a_mail_spells_out_weekday_month_day_time_and_zone() -> None:
    moment = datetime(2026, 11, 25, 14, 42, tzinfo=UTC)
    assert formats.spelled_out(moment, NEW_YORK) == "Wednesday, 25 November 2026, 9:42 (Eastern Standard Time)"


def test_daylight_saving_time_is_named_where_it_holds() -> None:
    assert formats.spelled_out(datetime(2026, 7, 1, 12, tzinfo=UTC), NEW_YORK).endswith("8:00 (Eastern Daylight Time)")


def test_a_date_names_its_month() -> None:
    assert formats.full_date(date(1988, 3, 14)) == "14 March 1988"


# fails with strftime, which knows English alone
def test_in_spanish_they_are_said_as_people_say_them_in_spanish(app: Flask, clock: Clock) -> None:
    today, later = datetime(2026, 11, 23, 14, 42, tzinfo=UTC), datetime(2026, 11, 25, 14, 42, tzinfo=UTC)
    with speaking("es"):
        assert formats.when(today, NEW_YORK) == "hoy, 9:42"
        assert formats.until(later, NEW_YORK) == "mié 25 nov, 9:42"
        assert formats.day(later, NEW_YORK) == "25 nov"
        long = "miércoles, 25 de noviembre de 2026, 9:42 (hora estándar oriental)"
        assert formats.spelled_out(later, NEW_YORK) == long
        assert formats.full_date(date(1988, 3, 14)) == "14 de marzo de 1988"
        assert [formats.hours(timedelta(hours=number)) for number in (1, 48)] == ["1 hora", "48 horas"]
    assert formats.until(later, NEW_YORK) == "Wed 25 Nov, 9:42"
