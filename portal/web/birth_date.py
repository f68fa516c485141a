"""The date of birth in three forgiving fields, or pasted whole into the first."""

import re
from datetime import date

from babel.dates import get_month_names
from wtforms import StringField
from wtforms.validators import Length

from portal import clock
from portal.language import LANGUAGES, _, lazy
from portal.text import plain
from portal.web.fields import EARLIEST, PortalForm, today

_MONTHS: list[tuple[str, int]] = [
    (name.lower(), number)
    for language in LANGUAGES
    for number, name in get_month_names("wide", locale=language).items()
]
# date-parts.js reads a pasted date by the same rules: tests/support/dates.py holds both to them
_DATE_LIKE = re.compile(r"'?[a-z0-9][a-z0-9 /.,'-]*")
_NOISE = {  # the 14th of March, 1.º de mayo del '88
    "of", "the", "st", "nd", "rd", "th", "de", "del", "o", "er", "ro", "ero",
}  # fmt: skip
NOT_A_DATE = lazy("This is not a date. Use month, day and year, like 3, 14, 1988.")


class DateParts(PortalForm):
    """A date of birth among other fields, or alone."""

    month = StringField(lazy("Month"), validators=[Length(max=40)])
    day = StringField(lazy("Day"), validators=[Length(max=40)])
    year = StringField(lazy("Year"), validators=[Length(max=40)])

    birth_date: date | None = None
    birth_date_errors: tuple[str, ...] = ()

    def read_birth_date(self, missing: str = lazy("Enter your date of birth.")) -> bool:
        """Sets ``birth_date``, or one sentence in ``birth_date_errors``: whether it is a date."""
        texts = [" ".join((field.data or "").split()) for field in (self.month, self.day, self.year)]
        if not any(texts) or any(field.errors for field in (self.month, self.day, self.year)):
            self.birth_date_errors = (missing,) if not any(texts) else (NOT_A_DATE,)
            return False
        self.birth_date = parse(*texts)
        if self.birth_date is None:
            self.birth_date_errors = (NOT_A_DATE,)
        elif not EARLIEST <= self.birth_date <= today():
            self.birth_date_errors = (_("The date of birth must be between 1900 and today."),)
        return not self.birth_date_errors


class BirthDateForm(DateParts):
    def validate(self, extra_validators: object = None) -> bool:
        """An error here costs no try."""
        return all([super().validate(extra_validators), self.read_birth_date()])

    def forget(self) -> None:
        """What was typed is never sent back."""
        for field in (self.month, self.day, self.year):
            field.data = None


def parse(month: str, day: str, year: str) -> date | None:
    """The date that three texts, or one whole date in the first, name; None where they name none."""
    parts = _whole(month) if month and not day and not year else [_words(text) for text in (month, day, year)]
    if len(parts) != 3 or any(len(words) != 1 for words in parts):
        return None
    try:
        return date(_year(parts[2][0]), _month(parts[0][0]), int(parts[1][0]))
    except (ValueError, OverflowError):
        return None


def _whole(text: str) -> list[list[str]]:
    """Month, day and year of 3/14/1988, 14.3.1988, 1988-03-14, 03141988, March 14, 1988 or the 14th of March 1988."""
    words = _words(text)
    if len(words) == 1 and len(words[0]) == 8 and words[0].isdecimal():
        words = [words[0][:2], words[0][2:4], words[0][4:]]
    if len(words) != 3:
        return []
    first, second, third = words
    if first.isdecimal() and len(first) == 4:
        first, second, third = second, third, first
    elif not second.isdecimal() or (first.isdecimal() and int(first) > 12 >= int(second)):
        first, second = second, first
    return [[first], [second], [third]]


def _words(text: str) -> list[str]:
    """14th, → 14; nothing where the text holds what no date holds. All of it is ASCII."""
    text = plain(text).lower()
    if not _DATE_LIKE.fullmatch(text):
        return []
    return [word for word in re.findall("[a-z]+|[0-9]+", text) if word not in _NOISE]


def _month(word: str) -> int:
    """3, 03, march, mar, marzo or sept, in any of the languages. Raises ValueError."""
    if len(word) >= 3 and not word.isdecimal():
        found = {number for name, number in _MONTHS if name.startswith(word)}
        if len(found) == 1:
            return found.pop()
    return int(word)


def _year(word: str) -> int:
    """1988, or 88: the latest such year that is not to come. Raises ValueError."""
    if len(word) == 2:
        now = clock.now().year
        return now - (now - int(word)) % 100
    if len(word) != 4:
        raise ValueError(word)
    return int(word)


def month_names() -> str:
    """As date-parts.js reads them: those of one month together, in all languages: january enero,february febrero"""
    return ",".join(" ".join(name for name, number in _MONTHS if number == month) for month in range(1, 13))
