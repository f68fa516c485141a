"""Which passwords are taken (NIST SP 800-63B-4, 3.1.1.2): long enough, not guessable; nothing else.

The length counts code points after NFC. A password is compared as a whole,
never searched for words.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import pairwise

from portal.authentication.password_hashing import LONGEST
from portal.errors import PasswordRefused
from portal.i18n import _

PRODUCT_NAMES = ("client portal", "portal")
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjkl")


def normalised(password: str) -> str:
    """Unicode NFC, so that a phone and a desktop type the same; spaces are kept."""
    return unicodedata.normalize("NFC", password)


def check(password: str, shortest: int, context: Iterable[str | None] = (), birth_date: date | None = None) -> None:
    """Raises PasswordRefused, with a sentence that says how to do better.

    ``shortest`` counts code points (options.shortest_password). ``context`` holds words that belong to the person or
    the practice.
    """
    if len(password) < shortest:
        raise PasswordRefused(_("Use at least %(count)s characters. A short sentence works well.", count=shortest))
    if len(password) > LONGEST:
        raise PasswordRefused(_("Use at most %(count)s characters.", count=LONGEST))
    folded = password.casefold()
    letters = _letters(folded)
    if folded in _common() or (len(letters) >= 4 and letters in _common()):
        raise PasswordRefused(_("Too many people use this password. Choose words that only you would put together."))
    if _is_run(folded) or _is_repeat(folded):
        raise PasswordRefused(_("This is a simple run or repetition. Choose a few words instead."))
    words = {_letters(word.casefold()) for word in context if word} - {""}
    own = words | {word * 2 for word in words}
    if letters in own or folded in {word.casefold() for word in context if word}:
        raise PasswordRefused(_("This is a name or a word that others know of you. Choose other words."))
    if birth_date and not letters and re.sub(r"\D", "", folded) in _forms(birth_date):
        raise PasswordRefused(_("This is your date of birth. Choose a few words instead."))


def names_of(first: str, last: str) -> list[str]:
    return [first, last, first + last, last + first]


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha())


@cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # 1 MB of lists: loaded when first needed

    return frozenset(FREQUENCY_LISTS["passwords"])


def _is_run(text: str) -> bool:
    return any(text in run or text in run[::-1] for run in _RUNS) or _steps_evenly(text)


def _steps_evenly(text: str) -> bool:
    steps = {(ord(b) - ord(a)) % 10 if (a + b).isdigit() else ord(b) - ord(a) for a, b in pairwise(text)}
    return len(steps) == 1 and steps <= {-1, 0, 1, 9}


def _is_repeat(text: str) -> bool:
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, 5))


def _forms(born: date) -> set[str]:
    day, month, year = f"{born.day:02}", f"{born.month:02}", str(born.year)
    forms = {day + month + year, month + day + year, year + month + day, year + day + month}
    return forms | {form * 2 for form in forms}
