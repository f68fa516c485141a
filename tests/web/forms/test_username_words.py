"""What is wrong with a username names the character, and ends with the rule; wherever one is chosen."""

from portal.web.forms import username_words
from tests.support import cast, factories
from tests.support.links import confirm, create_account
from tests.support.visitor import Visitor

RULE = "Use 3 to 64 letters, digits and . _ - @ +"


REFUSED = {
    "Rosa Delgado": "No spaces. ", "rosa\u00a0d": "No spaces. ", "a/b/c": "No “/”. ",
    "rosa d!": "No spaces. No “!”. ", "½rosa": "No “½”. ", "👩🏽rosa": "No “👩”. No “🏽”. ",
    "a1\u0301b": "No “\u25cc\u0301”. ", "\u200cabc": "No invisible characters. ",
    "!?#$%": "No “!”. No “?”. No “#”. ", "ab": "", "": "",
}  # fmt: skip


def test_each_wrong_character_is_named_once_before_the_rule() -> None:
    for typed, named in REFUSED.items():
        assert username_words.refusal(typed) == named + RULE
    assert username_words.refusal("rosa.d") is None


def test_clients_and_staff_read_it_alike(visitor: Visitor, staff_browser: Visitor) -> None:
    link = factories.invite(factories.nora())
    confirm(visitor, link)
    fields = {"name": cast.DANA.name, "email": cast.DANA.email or "", "username": "Dana W", "current": cast.PASSWORD}
    answers = create_account(visitor, link, "Nora L"), staff_browser.post("/staff/profile", fields)
    assert [f"No spaces. {RULE}" in answer.text for answer in answers] == [True, True]
