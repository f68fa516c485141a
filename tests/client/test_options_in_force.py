"""What staff have chosen for a client is what this client meets. Which setting decides: tests/options/."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.credentials.renewals import Renewal, renewal_of
from portal.extensions import db
from portal.mail import texts
from portal.models import Client, Link, OutgoingMail
from tests.conftest import START, Clock
from tests.support import cast, factories
from tests.support.choices import choose
from tests.support.links import create_account, fresh, open_link, page_of, save_password
from tests.support.page import by_id, words
from tests.support.renewing import ask, newest
from tests.support.visitor import Visitor


@pytest.fixture
def theo(app: Flask, clock: Clock) -> Client:
    """Not invited yet."""
    return factories.make_client(cast.THEO)


def asks(visitor: Visitor, link: Link) -> bool:
    """Whether the page behind this link asks for the date of birth first."""
    assert open_link(visitor, link).status_code == 303
    return 'name="month"' in visitor.get(page_of(link)).text


def mail_of(link: Link) -> str:
    mail = db.session.query(OutgoingMail).filter_by(link_id=link.id).one()
    return " ".join(texts.write(mail).text.split())


def test_a_link_opens_without_the_question_where_it_is_off(visitor: Visitor, theo: Client) -> None:
    rosa = factories.rosa()
    for client, send, use in ((theo, factories.invite, create_account), (rosa, factories.send_reset, save_password)):
        link = send(client)
        choose(client, ask_birth_date=False)
        assert not asks(visitor, link)
        assert use(visitor, link).status_code == 303


def test_a_nearer_setting_brings_the_question_back(visitor: Visitor, theo: Client) -> None:
    choose(ask_birth_date=False)
    choose(theo, ask_birth_date=True)
    link = factories.invite(theo)
    assert asks(visitor, link)
    assert create_account(visitor, link).status_code != 303 and fresh(link).used_at is None


def test_a_new_link_is_made_without_the_question_where_it_is_off(visitor: Visitor, theo: Client, clock: Clock) -> None:
    factories.invite(theo)
    choose(theo, ask_birth_date=False)
    clock.move(hours=48)
    page = open_link(visitor, newest(theo)).text
    assert "Send me a new link" in page and 'name="month"' not in page
    assert ask(newest(theo), None).id == newest(theo).id


def test_an_invite_lives_as_long_as_was_chosen_and_the_mail_and_the_menu_say_so(
    staff_browser: Visitor, theo: Client, clock: Clock
) -> None:
    choose(theo, link_hours=5)
    menu = f"/staff/clients/{theo.public_id}/menu"
    assert "works for 5 hours" in words(by_id(staff_browser.get(menu).text, "main-button-help"))
    link = factories.invite(theo)
    assert link.expires_at == START + timedelta(hours=5)
    assert "Monday, November 23, 2026, 2:42 PM (Eastern Standard Time)" in mail_of(link)
    assert "Mon, Nov 23, 2:42 PM" in words(by_id(staff_browser.get(menu).text, "client-menu"))
    clock.move(hours=5)
    assert open_link(Visitor(staff_browser.http.application), link).status_code == 410


def test_a_reset_lives_as_long_as_was_chosen_and_the_mail_says_so(theo: Client) -> None:
    rosa = factories.rosa()
    choose(rosa, link_hours=1)
    link = factories.send_reset(rosa)
    assert link.expires_at == START + timedelta(hours=1)
    assert "Monday, November 23, 2026, 10:42 AM (Eastern Standard Time)" in mail_of(link)


def test_a_new_link_lives_as_long_as_was_chosen(theo: Client, clock: Clock) -> None:
    factories.invite(theo)
    choose(theo, link_hours=7)
    clock.move(hours=48)
    assert ask(newest(theo), cast.THEO.birth_date).expires_at == clock.now + timedelta(hours=7)


def test_a_link_that_was_sent_keeps_its_time_when_the_option_changes(theo: Client) -> None:
    link = factories.invite(theo)
    choose(link_hours=1)
    assert fresh(link).expires_at == START + timedelta(hours=48)


@pytest.mark.parametrize(("is_on", "renewal"), [(False, Renewal.BY_PHONE), (True, Renewal.OFFERED)])
def test_a_client_is_offered_a_new_link_where_that_is_on(
    theo: Client, clock: Clock, is_on: bool, renewal: Renewal
) -> None:
    factories.invite(theo)
    choose(lets_clients_renew=not is_on)
    choose(theo, lets_clients_renew=is_on)
    clock.move(hours=48)
    assert renewal_of(newest(theo)) is renewal
