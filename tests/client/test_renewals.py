"""The page of an invitation that ran out: what it offers, what it says, and what it never says."""

from datetime import date

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.config import Settings
from portal.extensions import db
from portal.models import Event, Link
from tests.conftest import Clock
from tests.support import cast, factories, quotas
from tests.support.choices import choose
from tests.support.database import contents
from tests.support.links import address_of, confirm, create_account, open_link
from tests.support.page import by_id, words
from tests.support.renewing import newest
from tests.support.visitor import Visitor

BORN, WRONG = cast.EZRA.birth_date, date(1990, 1, 1)
BUTTON, CALL = "Send me a new link", f"Please call {cast.PHONE}."
ON_ITS_WAY = "A new link is on its way to your email address. It works until Wed, Nov 25, 9:42 AM."
PRIVATE = ("ezra", "cohen", cast.EZRA.email, "example.com", "1966")


@pytest.fixture
def environment() -> dict[str, str]:
    """With a mail server; nothing is sent here."""
    return {"PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_PORT": "1", "PORTAL_MAIL_SECURITY": "none",
            "PORTAL_MAIL_FROM": "no-reply@maple.test"}  # fmt: skip


@pytest.fixture
def link(app: Flask, clock: Clock) -> Link:
    return newest(factories.ezra())


def said(response: TestResponse) -> str:
    return words(by_id(response.text, "content"))


def ask(visitor: Visitor, link: Link, born: date | None = BORN, **fields: str) -> TestResponse:
    answer = {"month": str(born.month), "day": str(born.day), "year": str(born.year)} if born else {}
    return visitor.post("/register/renewals", {"link": link.selector} | answer | fields)


def test_an_invite_that_ran_out_offers_a_new_link_after_the_birth_date(visitor: Visitor, link: Link) -> None:
    page = open_link(visitor, link)
    assert (page.status_code, "This link has expired." in said(page), BUTTON in said(page)) == (410, True, True)
    assert [name in page.text for name in ('name="month"', 'name="day"', 'name="year"')] == [True] * 3
    assert factories.text_of(link) not in page.text and 'action="/register/renewals"' in page.text
    assert (visitor.cookie("link") or "").startswith(factories.text_of(link))


def test_the_right_answer_says_that_a_new_link_is_on_its_way_and_until_when(
    app: Flask, visitor: Visitor, link: Link
) -> None:
    open_link(visitor, link)
    done, again = ask(visitor, link), ask(visitor, link)
    assert (done.status_code, ON_ITS_WAY in said(done)) == (200, True)
    assert (said(again), quotas.made()) == (said(done), 2)
    old = open_link(Visitor(app), link)
    assert "A newer link was sent today, 9:42 AM. Please use the newest mail." in said(old) and BUTTON not in old.text
    assert link.client is not None
    made = newest(link.client)
    confirm(visitor, made)
    assert create_account(visitor, made).status_code == 303


# rule 2
def test_no_page_on_the_way_names_anybody(visitor: Visitor, link: Link) -> None:
    pages = [open_link(visitor, link), ask(visitor, link, WRONG), ask(visitor, link, None), ask(visitor, link)]
    assert [page.status_code for page in pages] == [410, 422, 422, 200]
    for page in pages:
        assert not [private for private in PRIVATE if private in page.text.casefold()]


def test_without_a_birth_date_on_file_the_button_stands_alone(visitor: Visitor, clock: Clock) -> None:
    link = factories.invite(factories.milo_with_email())
    clock.move(hours=48)
    page = open_link(visitor, link)
    assert BUTTON in said(page) and 'name="month"' not in page.text
    clock.move(hours=1)
    assert ask(visitor, link, None).status_code == 200 and quotas.made() == 2


def test_a_wrong_answer_says_how_many_tries_are_left_and_the_fifth_locks_the_link(visitor: Visitor, link: Link) -> None:
    open_link(visitor, link)
    answers = [ask(visitor, link, WRONG) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 410]
    sentence = "This is not the date of birth that the practice has on file. You have {}."
    for answer, tries in zip(answers, ("4 more tries", "3 more tries", "2 more tries", "1 more try")):
        assert sentence.format(tries) in said(answer) and "1990" not in answer.text
    assert "This link was locked after too many wrong answers." in said(answers[-1])
    assert BUTTON not in said(answers[-1]) and quotas.made() == 1


def test_what_is_no_date_is_said_and_costs_no_try(visitor: Visitor, link: Link, settings: Settings) -> None:
    open_link(visitor, link)
    before = contents(settings)
    page = ask(visitor, link, month="13")
    assert (page.status_code, "This is not a date." in said(page), BUTTON in said(page)) == (422, True, True)
    assert contents(settings) == before


def test_get_and_head_make_nothing_and_get_leads_back_to_the_page(
    visitor: Visitor, link: Link, settings: Settings
) -> None:
    assert (visitor.head(address_of(link)).status_code, visitor.cookie("link")) == (410, None)
    open_link(visitor, link)
    before = contents(settings)
    back = visitor.get("/register/renewals")
    assert (back.status_code, back.location) == (303, "/register")
    page = visitor.get("/register")
    assert (page.status_code, BUTTON in said(page)) == (410, True)
    assert visitor.head("/register/renewals").status_code == 303 and contents(settings) == before
    assert ask(visitor, link).status_code == 200


def test_without_the_cookie_or_with_that_of_another_link_nothing_is_made(
    app: Flask, visitor: Visitor, link: Link, settings: Settings
) -> None:
    other = factories.invite(factories.nora())
    open_link(visitor, link)
    before = contents(settings)
    assert ask(Visitor(app), link).status_code == 400
    visitor.set_cookie("link", f"{factories.text_of(other)}.nonce")
    assert ask(visitor, link).status_code == 409
    assert ask(visitor, other).status_code == 410  # it still works: there is nothing to renew
    assert contents(settings) == before


def test_with_the_option_off_the_page_names_the_phone_and_an_open_form_makes_nothing(
    visitor: Visitor, link: Link
) -> None:
    open_link(visitor, link)
    choose(lets_clients_renew=False)
    sent = ask(visitor, link)
    assert (sent.status_code, CALL in said(sent), quotas.made()) == (410, True, 1)
    for page in (open_link(visitor, link), visitor.get("/register/renewals", follow_redirects=True)):
        assert BUTTON not in page.text
    late = open_link(visitor, link)
    assert (late.status_code, "This link has expired." in said(late), CALL in said(late)) == (410, True, True)


@pytest.mark.parametrize("environment", [{}])
def test_where_no_mail_server_is_set_nobody_is_told_to_wait_for_a_mail(
    visitor: Visitor, link: Link, environment: dict[str, str]
) -> None:
    open_link(visitor, link)
    page = ask(visitor, link)
    assert "on its way" not in page.text and f"Please call {cast.PHONE} to get it." in said(page)


def test_somebody_else_who_is_signed_in_here_does_not_become_the_one_who_asked(
    client_browser: Visitor, link: Link
) -> None:
    open_link(client_browser, link)
    assert ask(client_browser, link).status_code == 200
    db.session.rollback()
    events = db.session.query(Event).filter(Event.kind.in_(["birth_date_confirmed", "invitation_renewed"])).all()
    assert [(event.actor, event.client_id) for event in events] == [("link", link.client_id)] * 2


@pytest.mark.parametrize(("on_file", "mailed"), [(None, "es"), ("en", "en")])
def test_the_new_mail_comes_in_the_language_of_the_page(
    visitor: Visitor, link: Link, on_file: str | None, mailed: str
) -> None:
    assert link.client is not None
    factories.change(link.client, language=on_file)
    visitor.asks_for = "es"
    open_link(visitor, link)
    assert ask(visitor, link).status_code == 200
    db.session.rollback()
    assert link.client.language == mailed


def test_a_sentence_in_spanish_that_ends_with_a_time_ends_with_one_point(
    app: Flask, visitor: Visitor, link: Link
) -> None:
    visitor.asks_for = "es"
    open_link(visitor, link)
    assert said(ask(visitor, link)).count("9:42 a.m.") == 1
    again = Visitor(app)
    again.asks_for = "es"
    assert "Se envió un enlace más reciente: hoy, 9:42 a.m. Use el correo" in said(open_link(again, link))
    assert "a.m.." not in said(ask(visitor, link))
