"""Enter your code: the page on which the code of Show link is typed."""

from flask import Flask

from portal.config import Settings
from portal.credentials import invitations
from portal.credentials.invitations import withdraw_invitation
from portal.credentials.shown_codes import ShownCode
from portal.extensions import db
from portal.models import Client
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.database import contents
from tests.support.links import answer, create_account
from tests.support.page import by_id, tree, words
from tests.support.visitor import Visitor

WRONG = "This code does not work. Check it, or ask for a new one."


def show(client: Client) -> ShownCode:
    shown = invitations.show(client, factories.dana())
    db.session.rollback()
    return shown


def enter(visitor: Visitor, code: str) -> tuple[int, str]:
    response = visitor.post("/go", {"code": code})
    return response.status_code, words(by_id(response.text, "content")) if response.data else ""


def test_the_code_leads_where_the_link_leads(visitor: Visitor) -> None:
    shown = show(factories.theo())
    response = visitor.post("/go", {"code": shown.spaced.lower()})
    assert (response.status_code, response.location) == (303, "/register")
    assert "Confirm it's you" in words(tree(visitor.get("/register").text))
    assert cast.THEO.birth_date is not None
    answer(visitor, shown.link, cast.THEO.birth_date)
    assert create_account(visitor, shown.link, "theo.n").location == "/home"


def test_no_address_and_no_page_holds_the_link_or_the_code_and_opening_it_uses_nothing_up(
    visitor: Visitor, settings: Settings
) -> None:
    shown = show(factories.theo())
    before = contents(settings)
    page = visitor.get(f"/go?code={'A' * 8}")
    assert (page.status_code, contents(settings)) == (200, before)
    assert words(next(tree(page.text).iter("h1"))) == "Enter your code"
    assert "Theo" not in page.text and 'method="post"' in page.text
    response = visitor.post("/go", {"code": shown.code})
    secret = factories.text_of(shown.link).partition(".")[2]
    for text in (response.location or "", response.text, visitor.get("/register").text):
        assert secret not in text and shown.code not in text


def test_all_that_do_not_work_get_the_same_answer(app: Flask, clock: Clock) -> None:
    theo, nora, ezra = factories.theo(), factories.nora(), factories.make_client(cast.EZRA)
    replaced, shown = show(theo).code, show(theo)
    factories.invite(nora)
    expired = show(nora).code
    clock.move(minutes=15)
    factories.invite(ezra)
    withdrawn = show(ezra).code
    withdraw_invitation(ezra, factories.dana())
    codes = (replaced, expired, withdrawn, "AAAA AAAA", "0", "👩🏽", shown.code[:7])
    answers = {code: enter(Visitor(app, ip=f"192.0.2.{number}"), code) for number, code in enumerate(codes)}
    plain = {(status, text.replace(code, "…")) for code, (status, text) in answers.items()}
    assert len(plain) == 1
    ((status, text),) = plain
    assert status == 422 and WRONG in text


def test_after_five_wrong_codes_the_page_says_until_when_to_wait(visitor: Visitor, clock: Clock) -> None:
    assert [enter(visitor, "AAAA AAAA")[0] for _ in range(5)] == [422] * 5
    response = visitor.post("/go", {"code": "AAAA AAAA"})
    assert (response.status_code, response.headers["Retry-After"]) == (429, "900")
    assert "Too many tries. Please wait until" in response.text


def test_an_empty_field_costs_no_try(visitor: Visitor) -> None:
    for code in ("", "   ", "\u200b") * 2:
        status, text = enter(visitor, code)
        assert status == 422 and "Enter the code." in text


# case 40
def test_whoever_is_signed_in_as_somebody_else_is_asked_to_sign_out_first(client_browser: Visitor) -> None:
    client_browser.post("/go", {"code": show(factories.theo()).code})
    assert "Sign out first" in client_browser.get("/register").text
