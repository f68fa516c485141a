"""What is kept of a text, and what it comes to where it is parsed or compared."""

import sys
import unicodedata

import pytest

from portal.text import in_words, number, plain, tidy

FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"  # of Scotland
# visible, or written with: Arabic signs over numbers, the Mongolian vowel separator, hieroglyphs side by side
KEPT_FORMATS = {"ARABIC", "SYRIAC", "KAITHI", "MONGOLIAN", "EGYPTIAN"}


def test_every_format_character_that_no_writing_needs_is_taken_out() -> None:
    formats = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf"]
    stay = {unicodedata.name(mark) for mark in formats if tidy(f"a{mark}b") != "ab"}
    assert {name.split()[0] for name in stay - {"ZERO WIDTH NON-JOINER", "ZERO WIDTH JOINER"}} <= KEPT_FORMATS
    assert "ARABIC LETTER MARK" not in stay and len(formats) > 150


@pytest.mark.parametrize(
    "text", ["می\u200cخواهم", "क्\u200dष", "👩🏽\u200d⚕\ufe0f", FLAG, "葛\U000e0100", "O’Brien–Smith", "²", "Ⅻ", "a\nb"]
)
def test_what_is_written_stays(text: str) -> None:
    assert tidy(text) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("e\u0301", "é"),
        ("e\u00ad\u0301", "é"),  # what a mark kept apart comes together
        ("\u3000\u00a0a\u2003", "a"),
        ("\u200b \u2060a\ufeff ", "a"),
        ("a\U000e0041", "a"),  # a tag that makes no flag
        ("\u200d\ufe0f", ""),
        ("\u3164", ""),
        ("\u2800", ""),
    ],
)
def test_marks_that_nobody_sees_and_spaces_around_are_taken_out(typed: str, kept: str) -> None:
    assert (tidy(typed), tidy(tidy(typed))) == (kept, kept)


@pytest.mark.parametrize("code", [0, 0x10000, 0xE0000])
def test_tidying_twice_changes_nothing_more(code: int) -> None:
    for text in (f"a{chr(each)}e\u0301" for each in range(code, code + (1 << 16)) if not 0xD800 <= each < 0xE000):
        assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("２‑٣—३–4", "2-3-3-4"),
        ("O’Brien ＇ ʼ ` ´", "O'Brien ' ' ' '"),
        ("a\u00a0b\u2009c\u3000d\te", "a b c d e"),
        ("1.º ﬁ Ａ", "1.o fi A"),
        ("²①Ⅻ½", "²①Ⅻ½"),
        ("1\u200d9\ufe0f88", "1988"),
        ("−1", "-1"),
    ],
)
def test_what_is_parsed_is_read_in_the_signs_of_ascii(typed: str, read: str) -> None:
    assert plain(typed) == read


def test_every_decimal_digit_of_unicode_is_read_and_no_other_digit() -> None:
    for character in map(chr, range(sys.maxunicode + 1)):
        if character.isdigit() or character.isnumeric():
            meant = unicodedata.decimal(character, None)
            assert number(character) == meant, ascii(character)


@pytest.mark.parametrize("typed", ["", "-1", "1.5", "1 2", "9" * 19, "٣²", "x", "1e3", "0x1"])
def test_what_is_no_whole_number_is_none(typed: str) -> None:
    assert number(typed) is None


def test_a_small_number_is_written_in_words_and_a_larger_one_in_digits() -> None:
    assert [in_words(count) for count in (1, 5, 10, 11)] == ["one", "five", "ten", "11"]
