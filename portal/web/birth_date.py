"""The date of birth in three forgiving fields, or pasted whole into the first."""

import re
from datetime import date

from wtforms import StringField
from wtforms.validators import Length

from portal.web.fields import EARLIEST, PortalForm, today

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WORD = r"[^\W\d_]{3,12}\.?"
_WHOLE = (
    re.compile(r"(?P<year>\d{4})[-/. ](?P<month>\d{1,2})[-/. ](?P<day>\d{1,2})"),
    re.compile(r"(?P<month>\d{1,2})[-/. ](?P<day>\d{1,2})[-/. ](?P<year>\d{4})"),
    re.compile(rf"(?P<day>\d{{1,2}})\.? (?P<month>{_WORD}),? (?P<year>\d{{4}})"),
    re.compile(rf"(?P<month>{_WORD}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})"),
)
NOT_A_DATE = "This is not a date. Use month, day and year, like 3, 14, 1988."


class BirthDateForm(PortalForm):
    month = StringField("Month", validators=[Length(max=40)])
    day = StringField("Day", validators=[Length(max=40)])
    year = StringField("Year", validators=[Length(max=40)])

    birth_date: date | None = None
    birth_date_errors: tuple[str, ...] = ()

    def validate(self, extra_validators: object = None) -> bool:
        """Sets ``birth_date``, or one sentence in ``birth_date_errors``; an error here costs no try."""
        texts = [" ".join((field.data or "").split()) for field in (self.month, self.day, self.year)]
        if not super().validate(extra_validators) or not any(texts):
            self.birth_date_errors = ("Enter your date of birth.",) if not any(texts) else (NOT_A_DATE,)
            return False
        self.birth_date = parse(*texts)
        if self.birth_date is None:
            self.birth_date_errors = (NOT_A_DATE,)
        elif not EARLIEST <= self.birth_date <= today():
            self.birth_date_errors = ("The date of birth must be between 1900 and today.",)
        return not self.birth_date_errors

    def forget(self) -> None:
        """What was typed is never sent back."""
        for field in (self.month, self.day, self.year):
            field.data = None


def parse(month: str, day: str, year: str) -> date | None:
    """The date that three texts, or one whole date in the first, name; None where they name none."""
    if month and not day and not year:
        match = next((found for pattern in _WHOLE if (found := pattern.fullmatch(month))), None)
        if match is None:
            return None
        month, day, year = match["month"], match["day"], match["year"]
    try:
        return date(int(year), _month(month), int(day))
    except (ValueError, OverflowError):
        return None


def _month(text: str) -> int:
    """3, 03, March, mar or Mar. Raises ValueError."""
    word = text.casefold().rstrip(".")
    if len(word) >= 3 and not word.isdigit():
        found = [
            number for number, name in enumerate(_MONTHS, 1) if name.startswith(word) or word == "sept" == name[:4]
        ]
        if len(found) == 1:
            return found[0]
    return int(text)
