"""What is known of somebody with a link in hand: who fetched it, whether the answer still counts, how it ended."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.credentials import invitations
from portal.credentials.invitation_progress import Progress, progress_of
from portal.extensions import db
from portal.models import Client
from portal.models.link import LinkState
from tests.conftest import START, Clock
from tests.support import cast, factories
from tests.support.links import account_form, answer, confirm, create_account, open_link
from tests.support.showing import link_of
from tests.support.visitor import Visitor

WRONG = cast.ROSA.birth_date
assert WRONG is not None


@pytest.fixture(autouse=True)
def _at_a_fixed_time(clock: Clock) -> None:
    """Before anybody is made or signs in."""


def seen(client: Client) -> Progress:
    db.session.rollback()
    found = progress_of(client)
    assert found is not None
    return found


def show(client: Client) -> None:
    db.session.rollback()
    invitations.show(client, factories.dana())


def test_a_fetch_from_before_it_was_shown_may_have_been_a_mail_filter(visitor: Visitor, clock: Clock) -> None:
    theo = factories.theo()
    open_link(visitor, link_of(theo))
    clock.move(minutes=1)
    show(theo)
    clock.move(minutes=1)
    open_link(visitor, link_of(theo))  # not noted: the first fetch is, and only that
    assert seen(theo).opened_at is None
    answer(visitor, link_of(theo), WRONG)
    assert seen(theo).opened_at == START + timedelta(minutes=2)


def test_a_fetch_after_the_link_was_shown_is_the_clients_and_stays_so_when_it_is_shown_again(
    visitor: Visitor, clock: Clock
) -> None:
    theo = factories.theo()
    show(theo)
    assert seen(theo).opened_at is None
    clock.move(minutes=1)
    open_link(visitor, link_of(theo))
    assert seen(theo).opened_at == START + timedelta(minutes=1)
    clock.move(minutes=1)
    show(theo)
    assert seen(theo).opened_at == START + timedelta(minutes=1)


def test_the_showing_of_an_older_link_says_nothing_about_the_newer(visitor: Visitor, clock: Clock) -> None:
    theo = factories.theo()
    show(theo)
    clock.move(minutes=2)
    factories.invite(theo)
    open_link(visitor, link_of(theo))
    assert (seen(theo).shown_at, seen(theo).opened_at) == (None, None)


def test_a_right_answer_counts_for_half_an_hour_as_in_the_browser_and_stays_where_it_led_to_the_account(
    visitor: Visitor, clock: Clock
) -> None:
    theo = factories.theo()
    show(theo)
    confirm(visitor, link_of(theo))
    clock.move(minutes=29, seconds=59)
    assert seen(theo).confirmed_at == START
    clock.move(seconds=1)
    assert seen(theo).confirmed_at is None
    confirm(visitor, link_of(theo))
    assert create_account(visitor, link_of(theo), "theo.n").status_code == 303
    clock.move(minutes=40)
    confirmed_at = START + timedelta(minutes=30)
    assert (seen(theo).confirmed_at, seen(theo).state, seen(theo).username) == (confirmed_at, LinkState.USED, "theo.n")


def test_wrong_answers_are_told_until_the_right_one(visitor: Visitor) -> None:
    theo = factories.theo()
    show(theo)
    open_link(visitor, link_of(theo))
    answer(visitor, link_of(theo), WRONG)
    answer(visitor, link_of(theo), WRONG)
    assert seen(theo).wrong_birth_dates == 2
    confirm(visitor, link_of(theo))
    assert seen(theo).wrong_birth_dates == 0


def test_without_a_birth_date_on_file_nothing_is_said_of_one_and_a_refused_form_is_an_opening(
    visitor: Visitor, clock: Clock
) -> None:
    milo = factories.milo_with_email()
    factories.invite(milo)
    open_link(visitor, link_of(milo))
    clock.move(minutes=1)
    show(milo)
    assert (seen(milo).asks_birth_date, seen(milo).opened_at) == (False, None)
    link = link_of(milo)
    assert visitor.post("/register", account_form(link, "milo.h", password="portal")).status_code == 422
    assert seen(milo).opened_at == START + timedelta(minutes=1)


def test_of_another_clients_link_nothing_is_known(app: Flask) -> None:
    theo, nora = factories.theo(), factories.nora()
    selector = link_of(theo).selector
    assert progress_of(nora) is None
    assert progress_of(nora, selector) is None
    assert progress_of(theo, selector) is not None
