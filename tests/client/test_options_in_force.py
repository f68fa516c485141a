"""What staff have chosen is what a client meets: links, the birth date question, new links, steps and tasks."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.credentials.renewals import Renewal, renewal_of
from portal.extensions import db
from portal.mail import texts
from portal.models import Client, Link, OutgoingMail, Practice, Staff
from tests.conftest import START, Clock
from tests.support import cast, factories
from tests.support.choices import choose
from tests.support.links import create_account, fresh, open_link, page_of, save_password
from tests.support.page import by_id, words
from tests.support.providers import give
from tests.support.quotas import dana
from tests.support.renewing import ask, newest
from tests.support.visitor import Visitor

WHOSE = pytest.mark.parametrize("whose", ["practice", "provider", "client"])


@pytest.fixture
def theo(app: Flask, clock: Clock) -> Client:
    """Not invited yet; a client of Dana's."""
    return give(factories.make_client(cast.THEO), dana())


@pytest.fixture
def rosa(app: Flask, clock: Clock) -> Client:
    """Active; a client of Dana's."""
    return give(factories.rosa(), dana())


def setting(whose: str, client: Client) -> Practice | Staff | Client:
    return {"practice": Practice.one(), "provider": dana(), "client": client}[whose]


def asks(visitor: Visitor, link: Link) -> bool:
    """Whether the page behind this link asks for the date of birth first."""
    assert open_link(visitor, link).status_code == 303
    page = visitor.get(page_of(link)).text
    return 'name="month"' in page


@WHOSE
def test_an_invite_opens_without_the_question_where_it_is_off(visitor: Visitor, theo: Client, whose: str) -> None:
    link = factories.invite(theo)
    choose(setting(whose, theo), ask_birth_date=False)
    assert not asks(visitor, link)
    assert create_account(visitor, link).status_code == 303


@WHOSE
def test_a_reset_opens_without_the_question_where_it_is_off(visitor: Visitor, rosa: Client, whose: str) -> None:
    link = factories.send_reset(rosa)
    choose(setting(whose, rosa), ask_birth_date=False)
    assert not asks(visitor, link)
    assert save_password(visitor, link).status_code == 303


@pytest.mark.parametrize(("wider", "nearer"), [("practice", "provider"), ("practice", "client"),
                                               ("provider", "client")])  # fmt: skip
def test_a_nearer_setting_brings_the_question_back(visitor: Visitor, theo: Client, wider: str, nearer: str) -> None:
    choose(setting(wider, theo), ask_birth_date=False)
    choose(setting(nearer, theo), ask_birth_date=True)
    link = factories.invite(theo)
    assert asks(visitor, link)
    assert create_account(visitor, link).status_code != 303 and fresh(link).used_at is None


@WHOSE
def test_a_new_link_is_made_without_the_question_where_it_is_off(
    visitor: Visitor, theo: Client, clock: Clock, whose: str
) -> None:
    factories.invite(theo)
    choose(setting(whose, theo), ask_birth_date=False)
    clock.move(hours=48)
    page = open_link(visitor, newest(theo)).text
    assert "Send me a new link" in page and 'name="month"' not in page
    assert ask(newest(theo), None).id == newest(theo).id


@WHOSE
def test_an_invite_lives_as_long_as_was_chosen_and_the_mail_and_the_menu_say_so(
    staff_browser: Visitor, theo: Client, clock: Clock, whose: str
) -> None:
    choose(setting(whose, theo), link_hours=5)
    menu = f"/staff/clients/{theo.public_id}/menu"
    assert "works for 5 hours" in words(by_id(staff_browser.get(menu).text, "main-button-help"))
    link = factories.invite(theo)
    assert link.expires_at == START + timedelta(hours=5)
    assert "Monday, November 23, 2026, 2:42 PM (Eastern Standard Time)" in mail_of(link)
    assert "Mon, Nov 23, 2:42 PM" in words(by_id(staff_browser.get(menu).text, "client-menu"))
    clock.move(hours=5)
    assert open_link(Visitor(staff_browser.http.application), link).status_code == 410


@WHOSE
def test_a_reset_lives_as_long_as_was_chosen_and_the_mail_says_so(theo: Client, rosa: Client, whose: str) -> None:
    choose(setting(whose, rosa), link_hours=1)
    link = factories.send_reset(rosa)
    assert link.expires_at == START + timedelta(hours=1)
    assert "Monday, November 23, 2026, 10:42 AM (Eastern Standard Time)" in mail_of(link)


@WHOSE
def test_a_new_link_lives_as_long_as_was_chosen(theo: Client, clock: Clock, whose: str) -> None:
    factories.invite(theo)
    choose(setting(whose, theo), link_hours=7)
    clock.move(hours=48)
    assert ask(newest(theo), cast.THEO.birth_date).expires_at == clock.now + timedelta(hours=7)


def test_a_link_that_was_sent_keeps_its_time_when_the_option_changes(theo: Client) -> None:
    link = factories.invite(theo)
    choose(link_hours=1)
    assert fresh(link).expires_at == START + timedelta(hours=48)


@WHOSE
def test_nobody_is_offered_a_new_link_where_that_is_off(theo: Client, clock: Clock, whose: str) -> None:
    factories.invite(theo)
    choose(setting(whose, theo), lets_clients_renew=False)
    clock.move(hours=48)
    assert renewal_of(newest(theo)) is Renewal.BY_PHONE


def test_an_exception_offers_a_new_link_where_it_is_off_for_others(theo: Client, clock: Clock) -> None:
    factories.invite(theo)
    choose(dana(), lets_clients_renew=False)
    choose(theo, lets_clients_renew=True)
    clock.move(hours=48)
    assert renewal_of(newest(theo)) is Renewal.OFFERED


@WHOSE
def test_a_task_has_its_page_where_it_is_on_and_none_where_it_is_off(
    client_browser: Visitor, clock: Clock, whose: str
) -> None:
    rosa = give(db.session.query(Client).one(), dana())
    assert client_browser.get("/details").status_code == 404
    choose(setting(whose, rosa), task_details=True)
    assert client_browser.get("/details").status_code == 200
    choose(setting(whose, rosa), task_details=False)
    assert client_browser.get("/details").status_code == 404
    assert client_browser.post("/details", {"phone": "(212) 555-0123"}).status_code == 404


@WHOSE
def test_a_step_is_asked_where_it_is_wanted(client_browser: Visitor, clock: Clock, whose: str) -> None:
    rosa = give(db.session.query(Client).one(), dana())
    assert client_browser.get("/steps/details").status_code == 404
    for asking, can_skip in (("optional", True), ("required", False)):
        choose(setting(whose, rosa), step_details=asking)
        page = client_browser.get("/steps/details")
        assert (page.status_code, "Skip for now" in page.text) == (200, can_skip)


def mail_of(link: Link) -> str:
    mail = db.session.query(OutgoingMail).filter_by(link_id=link.id).one()
    return " ".join(texts.write(mail).text.split())
