"""How a wrong date of birth differs from the one on file: all that is kept of it, so that staff can tell why."""

from datetime import date
from enum import StrEnum


class Hint(StrEnum):
    SWAPPED = "swapped"  # day and month
    DIGIT = "digit"
    YEAR = "year"
    NOTHING = "nothing"
    UNKNOWN = "unknown"  # from before hints were kept


def compare(on_file: date, answer: date) -> Hint:
    """The first that fits. Both are dates, and differ."""
    if (answer.day, answer.month, answer.year) == (on_file.month, on_file.day, on_file.year):
        return Hint.SWAPPED
    if sum(a != b for a, b in zip(on_file.isoformat(), answer.isoformat(), strict=True)) == 1:
        return Hint.DIGIT
    if (answer.day, answer.month) == (on_file.day, on_file.month):
        return Hint.YEAR
    return Hint.NOTHING
