"""What a username may be, and which two are one."""

import pytest

from portal.models.account import is_username, shown_username, username_key


@pytest.mark.parametrize(
    "username",
    ["rosa", "नेहा42", "นิดา42", "தமிழ்", "ñandú", "n\u0303andu\u0301", "Ολγα", "محمد", "李小龙", "a.b_c-d@e+f",
     "علی\u200cرضا", "क्\u200dषमा", "٣٣٣", "한국어", "שָׁלוֹם", "ភាសា", "a" * 64],
    ids=ascii,
)  # fmt: skip
def test_letters_of_every_writing_are_letters_with_the_marks_that_belong_to_them(username: str) -> None:
    assert is_username(username)


@pytest.mark.parametrize(
    "username",
    ["ab", "a" * 65, "a b", "abc!", "\u0301abc", "ेनहा", "ab.\u0301c", "a1\u0301b", "abc\ufe0f", "a\u034fbc",
     "\u200cabc", "ab\u200d\u200c", "abc\u20dd", "👩🏽👩🏽👩🏽", "abc\x00", "a/b", "„abc“", "\u3164\u3164\u3164", ""],
    ids=ascii,
)  # fmt: skip
def test_anything_else_is_not(username: str) -> None:
    assert not is_username(username)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Anna", "ＡＮＮＡ"), ("n\u0303andu", "Ñandu"), ("علی\u200cرضا", "علیرضا"),
     ("anna", "\u200ban\u00adna\ufeff"), ("straße", "STRASSE")],
    ids=ascii,
)  # fmt: skip
def test_two_that_look_alike_to_whoever_types_them_are_one(one: str, other: str) -> None:
    assert username_key(one) == username_key(other)


def test_a_username_is_shown_as_it_was_typed() -> None:
    assert shown_username(" Ne\u0301ha\u200b ") == "Néha" and shown_username("علی\u200cرضا") == "علی\u200cرضا"
