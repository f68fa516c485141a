"""Text as people type and paste it: what is kept of it, and what it comes to where it is parsed or compared."""

import re
import unicodedata
from collections.abc import Iterator

# Default_Ignorable_Code_Point of the Unicode Character Database: nobody sees them.
_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Those of them that serve nothing: no writing needs them, and what turns the direction would turn its neighbours' too.
# The rest stays: U+200C and U+200D in Persian, in the scripts of India and in emoji, variation selectors, old Hangul.
_NEEDLESS = (
    "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"  # of Scotland, say: the one use of tags (UTS 51, ED-14a)
_TAKEN_OUT = re.compile(f"({_FLAG})|[{_NEEDLESS}]")
_IGNORED = re.compile(f"[{_IGNORABLE}]")
_BLANK = re.compile(rf"[\s\u2800{_IGNORABLE}]*")
_APOSTROPHES = "'`\u00b4\u02b9\u02bb\u02bc\u02bd\u2018\u2019\u201b\u2032"
_NO_NUMBERS = ("No", "Nl")  # ² and ① and Ⅻ: digits to look at, but nobody counts with them


def tidy(text: str) -> str:
    """As it is kept: NFC, no invisible marks, no spaces around; empty where nothing of it can be seen."""
    kept = unicodedata.normalize("NFC", _TAKEN_OUT.sub(lambda found: found[1] or "", text)).strip()
    return "" if is_unseen(kept) else kept


def plain(text: str) -> str:
    """As it is parsed and compared, never as it is shown: digits of all scripts, dashes, apostrophes and spaces are
    those of ASCII, other compatibility forms the usual ones (NFKC). Superscripts and circled numbers stay as they are.
    """
    return unicodedata.normalize("NFC", "".join(_plain_characters(_IGNORED.sub("", text)))).strip()


def number(text: str) -> int | None:
    """1988, also ١٩٨٨; None for all that is not decimal digits only, and for more of them than any number here has."""
    digits = plain(text)
    return int(digits) if re.fullmatch("[0-9]{1,18}", digits) else None


def is_unseen(text: str) -> bool:
    """Whether nothing of it can be seen."""
    return _BLANK.fullmatch(text) is not None


def belongs_to_letters(character: str) -> bool:
    """A combining mark that is seen, like a vowel sign, or a joiner."""
    is_joiner = character in "\u200c\u200d"
    return is_joiner or (unicodedata.category(character) in ("Mn", "Mc") and not _IGNORED.match(character))


def _plain_characters(text: str) -> Iterator[str]:
    for character in text:
        if unicodedata.category(character) in _NO_NUMBERS:
            yield character
        elif character in _APOSTROPHES:
            yield "'"
        else:
            yield from map(_plain, unicodedata.normalize("NFKC", character))


def _plain(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character.isspace():
        return " "
    if character == "\u2212" or unicodedata.category(character) == "Pd":
        return "-"
    return character


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def in_words(count: int) -> str:
    """A small number as it is written in a sentence: five; from eleven on in digits."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
