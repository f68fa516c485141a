"""What is wrong with a chosen username, in words."""

import unicodedata

from portal.i18n import _
from portal.models.account import LONGEST, SHORTEST, SIGNS, is_username, wrong_characters
from portal.text import is_unseen

NAMED = 3  # of the characters that are wrong, so that an error stays one to read


def refusal(typed: str) -> str | None:
    """The first of what cannot be in it, each named once, and then the rule; None where nothing is wrong."""
    if is_username(typed):
        return None
    rule = _(
        "Use %(shortest)d to %(longest)d letters, digits and %(signs)s",
        shortest=SHORTEST, longest=LONGEST, signs=" ".join(SIGNS),
    )  # fmt: skip
    return " ".join([*dict.fromkeys(map(_named, wrong_characters(typed)[:NAMED])), rule])


def _named(character: str) -> str:
    if character.isspace():
        return _("No spaces.")
    if is_unseen(character):
        return _("No invisible characters.")
    shown = f"\u25cc{character}" if unicodedata.category(character).startswith("M") else character  # a mark on nothing
    return _("No “%(character)s”.", character=shown)
