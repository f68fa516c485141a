"""The date of birth in three forgiving fields, or pasted whole into the first."""

import re
from datetime import date

from babel.dates import get_month_names
from wtforms import Field, StringField
from wtforms.validators import Length

from portal import clock, regions
from portal.i18n import LANGUAGES, _, lazy
from portal.regions import Order
from portal.sentences import BIRTH_DATE_BOUNDS
from portal.text import plain
from portal.web import current
from portal.web.forms.fields import EARLIEST, PortalForm, today

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
MONTH_FIRST, DAY_FIRST, YEAR_FIRST = ("month", "day", "year"), ("day", "month", "year"), ("year", "month", "day")


class DateParts(PortalForm):
    """A date of birth among other fields, or alone."""

    month = StringField(lazy("Month"), validators=[Length(max=40)])
    day = StringField(lazy("Day"), validators=[Length(max=40)])
    year = StringField(lazy("Year"), validators=[Length(max=40)])

    birth_date: date | None = None
    birth_date_errors: tuple[str, ...] = ()

    @property
    def order(self) -> Order:
        """In which the fields stand, and a whole date is read."""
        return regions.date_order(current.the_practice().time_zone)

    @property
    def parts(self) -> list[Field]:
        return [self[name] for name in self.order]

    def example(self, year: int, month: int, day: int) -> str:
        """3, 14, 1988: what a person born then would type into the fields."""
        return ", ".join(str({"year": year, "month": month, "day": day}[name]) for name in self.order)

    def read_birth_date(self, missing: str = lazy("Enter the date of birth.")) -> bool:
        """Sets ``birth_date``, or one sentence in ``birth_date_errors``: whether it is a date."""
        month, day, year = (" ".join((field.data or "").split()) for field in (self.month, self.day, self.year))
        is_empty = not (month or day or year)
        if is_empty or any(field.errors for field in self.parts):
            self.birth_date_errors = (missing,) if is_empty else (self._not_a_date(),)
            return False
        self.birth_date = parse(month, day, year, self.order)
        if self.birth_date is None:
            self.birth_date_errors = (self._not_a_date(),)
        elif not EARLIEST <= self.birth_date <= today():
            self.birth_date_errors = (str(BIRTH_DATE_BOUNDS),)
        return not self.birth_date_errors

    def _not_a_date(self) -> str:
        example = self.example(1988, 3, 14)
        return {
            MONTH_FIRST: _("This is not a date. Use month, day and year, like %(example)s.", example=example),
            DAY_FIRST: _("This is not a date. Use day, month and year, like %(example)s.", example=example),
            YEAR_FIRST: _("This is not a date. Use year, month and day, like %(example)s.", example=example),
        }[self.order]


class BirthDateForm(DateParts):
    def validate(self, extra_validators: object = None) -> bool:
        """An error here costs no try."""
        return all([super().validate(extra_validators), self.read_birth_date()])

    def forget(self) -> None:
        """What was typed is never sent back."""
        for field in self.parts:
            field.data = None


def parse(month: str, day: str, year: str, order: Order = MONTH_FIRST) -> date | None:
    """The date that three texts, or one whole date in the first of the order, name; None where they name none."""
    texts = {"month": month, "day": day, "year": year}
    first, *others = (texts[name] for name in order)
    parts = _whole(first, order) if first and not any(others) else {name: _words(texts[name]) for name in texts}
    if len(parts) != 3 or any(len(words) != 1 for words in parts.values()):
        return None
    try:
        return date(_year(parts["year"][0]), _month(parts["month"][0]), int(parts["day"][0]))
    except (ValueError, OverflowError):
        return None


def _whole(text: str, order: Order) -> dict[str, list[str]]:
    """The parts of 3/14/1988, 14.3.1988, 1988-03-14, 03141988, March 14, 1988 or the 14th of March 1988."""
    words = _words(text)
    if len(words) == 1 and len(words[0]) == 8 and words[0].isdecimal():
        middle = slice(4, 6) if order == YEAR_FIRST else slice(2, 4)
        words = [words[0][: middle.start], words[0][middle], words[0][middle.stop :]]
    return {name: [word] for name, word in zip(_order_of(words, order), words)} if len(words) == 3 else {}


def _order_of(words: list[str], usual: Order) -> Order:
    """In which these three are written: as they can only be meant, else as is usual in the region."""
    first, second, third = words
    if first.isdecimal() and (len(first) == 4 or (usual == YEAR_FIRST and second.isdecimal() and len(third) < 3)):
        return YEAR_FIRST
    if not first.isdecimal() or not second.isdecimal():
        return DAY_FIRST if first.isdecimal() else MONTH_FIRST
    if (int(first) > 12) != (int(second) > 12):
        return DAY_FIRST if int(first) > 12 else MONTH_FIRST
    return DAY_FIRST if usual == DAY_FIRST else MONTH_FIRST


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
