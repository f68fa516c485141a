"""Which passwords are taken, and what is said of those that are not."""

import unicodedata
from datetime import date

import pytest

from portal.authentication import password_policy
from portal.authentication.password_policy import PRODUCT_NAMES, check, names_of, normalised
from portal.errors import PasswordRefused
from tests.support import cast

BORN = date(1988, 3, 14)
WORDS = [*names_of("Rosa", "Delgado"), "rosa.delgado", "rosie.d", cast.PRACTICE, *PRODUCT_NAMES]
SHORT, LONG = "Use at least 12 characters.", "Use at most 256 characters."
COMMON, SIMPLE = "Too many people use this password.", "This is a simple run or repetition."
OWN, BIRTH_DATE = "This is a name or a word that others know of you.", "This is your date of birth."


def refusal(password: str, born: date | None = BORN) -> str:
    """The first sentence of why it is refused, or nothing."""
    try:
        check(normalised(password), 12, WORDS, born)
    except PasswordRefused as error:
        return str(error).partition(".")[0] + "."
    return ""


MIXED = "tall blue kite, "  # 16 code points


@pytest.mark.parametrize(("length", "answer"), [(11, SHORT), (12, ""), (256, ""), (257, LONG)])
def test_a_password_has_from_12_to_256_code_points(length: int, answer: str) -> None:
    assert refusal((MIXED * 17)[:length]) == answer


@pytest.mark.parametrize(("length", "answer"), [(11, SHORT), (12, "")])
def test_an_emoji_counts_as_one(length: int, answer: str) -> None:
    assert refusal("🐢🌵🚲🎈🍋🧦🪁🌙🧊🐝🥁🪴"[:length]) == answer


def test_a_letter_with_its_accent_typed_apart_counts_as_one() -> None:
    apart = unicodedata.normalize("NFD", "é" * 3 + "tall blue")
    assert (len(apart), refusal(apart[:-1]), refusal(apart)) == (15, SHORT, "")


def test_a_letter_with_its_accent_typed_apart_is_the_same_letter() -> None:
    assert normalised("e\u0301t\u00e9") == normalised("\u00e9te\u0301")


def test_a_ligature_is_not_its_letters() -> None:
    assert normalised("ﬁ") != "fi"


def test_spaces_around_a_password_are_kept() -> None:
    assert normalised("  tall blue kite ") == "  tall blue kite "


GOOD = [
    "correct horse battery staple 9",
    "seven quiet lamps at noon",
    "vier kleine Wolken am Abend",
    "静かな湖の上の月と三つの星",
    "delgado likes 12 green pears",
    "maple street counseling is where I go",
    "Kz8$wq!Lm2#p",
    "no capital and no digit",
]


@pytest.mark.parametrize("password", GOOD)
def test_a_few_words_are_accepted(password: str) -> None:
    assert refusal(password) == ""


@pytest.mark.parametrize(
    "password",
    ["Password1234", "password12345678", "1234password5678", "iloveyou!!!!!!", "QWERTYUIOP123", "p-a-s-s-w-o-r-d-1-2"],
)
def test_a_password_that_many_people_use_is_refused_also_with_digits_around_it(password: str) -> None:
    assert refusal(password) == COMMON


@pytest.mark.parametrize(
    "password",
    [
        "123456789012",
        "098765432109",
        "abcdefghijklm",
        "ZYXWVUTSRQPONM",
        "wertyuiopasdfg",
        "lkjhgfdsapoiuytr",
        "bcdefghijklmn",
    ],
)
def test_a_run_of_keys_is_refused(password: str) -> None:
    assert refusal(password) in (SIMPLE, COMMON)


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa",
        "🐢🐢🐢🐢🐢🐢🐢🐢🐢🐢🐢🐢",
        "xzxzxzxzxzxzx",
        "k9k9k9k9k9k9",
        "m7tm7tm7tm7tm7t",
        "b4gzb4gzb4gzb4gz",
    ],
)
def test_a_repetition_is_refused(password: str) -> None:
    assert refusal(password) == SIMPLE


@pytest.mark.parametrize(
    "password",
    [
        "Maple Street Counseling2025!!",
        "maplestreetcounseling",
        "RosaDelgado2025",
        "Delgado, Rosa 1988",
        "rosa delgado!!!!",
        "rosa.delgado.77",
        "Rosie.D......",
        "client-portal-2026",
        "Portal!!!!!!2",
    ],
)
def test_names_that_others_know_are_refused_also_with_digits_around_them(password: str) -> None:
    assert refusal(password) == OWN


@pytest.mark.parametrize(
    "password",
    ["1988-03-14...", "03/14/1988!!", "14.03.1988..", "1403198814031988", "0314198803141988", "1988 14 03 !!"],
)
def test_the_birth_date_is_refused_however_it_is_written(password: str) -> None:
    assert refusal(password) == BIRTH_DATE


def test_the_birth_date_of_somebody_else_is_no_reason() -> None:
    assert refusal("03/14/1988!!", date(1979, 11, 30)) == ""


def test_without_a_birth_date_on_file_none_is_looked_for() -> None:
    assert refusal("03/14/1988!!", None) == ""


def test_every_refusal_says_how_to_do_better() -> None:
    for password in ("short", "x" * 257, "Password1234", "123456789012", "rosadelgado2025", "03/14/1988!!"):
        with pytest.raises(PasswordRefused, match=r"\. [A-Z]|at most"):
            check(password, 12, WORDS, BORN)


def test_the_block_list_is_the_whole_one() -> None:
    assert len(password_policy._common()) >= 30_000
