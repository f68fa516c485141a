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


def test_what_is_typed_is_counted_in_the_signs_that_people_see_and_nothing_else_is_changed() -> None:
    emoji, apart = "🐢🌵🚲🎈🍋🧦🪁🌙🧊🐝🥁🪴", unicodedata.normalize("NFD", "é" * 3 + "tall blue")
    assert (refusal(emoji[:-1]), refusal(emoji)) == (SHORT, "")
    assert (len(apart), refusal(apart[:-1]), refusal(apart)) == (15, SHORT, "")
    assert normalised("  e\u0301t\u00e9 ﬁ ") == "  \u00e9t\u00e9 ﬁ "


SAID = {
    "": ["correct horse battery staple 9", "静かな湖の上の月と三つの星", "delgado likes 12 green pears",
         "maple street counseling is where I go", "Kz8$wq!Lm2#p", "no capital and no digit"],
    COMMON: ["Password1234", "1234password5678", "iloveyou!!!!!!", "QWERTYUIOP123", "p-a-s-s-w-o-r-d-1-2"],
    SIMPLE: ["aaaaaaaaaaaa", "🐢🐢🐢🐢🐢🐢🐢🐢🐢🐢🐢🐢", "xzxzxzxzxzxzx", "m7tm7tm7tm7tm7t", "b4gzb4gzb4gzb4gz",
             "ZYXWVUTSRQPONM", "lkjhgfdsapoiuytr", "bcdefghijklmn"],
    OWN: ["Maple Street Counseling2025!!", "maplestreetcounseling", "RosaDelgado2025", "Delgado, Rosa 1988",
          "rosa.delgado.77", "Rosie.D......", "client-portal-2026", "Portal!!!!!!2"],
    BIRTH_DATE: ["1988-03-14...", "03/14/1988!!", "14.03.1988..", "1403198814031988", "1988 14 03 !!"],
}  # fmt: skip


@pytest.mark.parametrize(("said", "password"), [(said, password) for said in SAID for password in SAID[said]])
def test_a_password_that_others_can_guess_is_refused_with_the_reason(said: str, password: str) -> None:
    assert refusal(password) == said


@pytest.mark.parametrize("born", [None, date(1979, 11, 30)])
def test_the_birth_date_of_somebody_else_is_no_reason(born: date | None) -> None:
    assert refusal("03/14/1988!!", born) == ""


def test_every_refusal_says_how_to_do_better() -> None:
    for password in ("short", "x" * 257, "Password1234", "123456789012", "rosadelgado2025", "03/14/1988!!"):
        with pytest.raises(PasswordRefused, match=r"\. [A-Z]|at most"):
            check(password, 12, WORDS, BORN)


def test_the_block_list_is_the_whole_one() -> None:
    assert len(password_policy._common()) >= 30_000
