"""For whom a new link is made by asking: the holder of the newest invitation, which simply ran out."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.clients import email_addresses
from portal.config import Settings
from portal.credentials.invitations import withdraw_invitation
from portal.credentials.renewals import Renewal, renewal_of
from portal.errors import LinkDead, LinkUnknown
from portal.extensions import db
from portal.models import Client, Link
from tests.conftest import Clock
from tests.support import cast, factories, quotas
from tests.support.choices import choose
from tests.support.database import contents
from tests.support.links import fresh
from tests.support.renewing import ask, newest

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def ezra(app: Flask, clock: Clock) -> Client:
    return factories.ezra()


def _withdrawn(link: Link, clock: Clock) -> None:
    assert link.client is not None
    withdraw_invitation(link.client, factories.dana())


def _moved_away(link: Link, clock: Clock) -> None:
    assert link.client is not None
    email_addresses.change(link.client.emails[0], "other@example.com", factories.dana())


def _resent(link: Link, clock: Clock) -> None:
    assert link.client is not None
    factories.invite(link.client)
    clock.move(hours=48)


def _registered(link: Link, clock: Clock) -> None:
    assert link.client is not None
    other = factories.make_client(cast.ROSA, registered=True)
    assert other.account is not None
    db.session.query(type(other.account)).update({"client_id": link.client_id})
    db.session.commit()


def _before_its_end(link: Link, clock: Clock) -> None:
    clock.move(hours=-1, microseconds=-1)


@pytest.mark.parametrize("change", [_withdrawn, _moved_away, _resent, _registered, _before_its_end])
def test_only_the_newest_invitation_that_simply_ran_out_can_be_renewed(
    change: Callable[[Link, Clock], None], ezra: Client, settings: Settings, clock: Clock
) -> None:
    link = newest(ezra)
    change(link, clock)
    before = contents(settings)
    assert renewal_of(fresh(link)) is None
    with pytest.raises(LinkDead):
        ask(link)
    assert contents(settings) == before


def test_a_reset_that_ran_out_can_not_be_renewed(clock: Clock) -> None:
    link = factories.send_reset(factories.rosa())
    clock.move(hours=48)
    assert renewal_of(link) is None
    with pytest.raises(LinkUnknown):
        ask(link, cast.ROSA.birth_date)


def _switched_off(ezra: Client) -> None:
    choose(lets_clients_renew=False)


def _without_default(ezra: Client) -> None:
    db.session.query(type(ezra.emails[0])).update({"is_default": False})
    db.session.commit()


def _practice_has_sent_enough(ezra: Client) -> None:
    quotas.spend_of_practice(299)


@pytest.mark.parametrize("change", [_switched_off, _without_default, _practice_has_sent_enough])
def test_what_cannot_be_mailed_is_left_to_the_phone(
    change: Callable[[Client], None], ezra: Client, settings: Settings
) -> None:
    factories.invite(factories.nora())
    change(ezra)
    before = contents(settings)
    assert renewal_of(newest(ezra)) is Renewal.BY_PHONE
    with pytest.raises(LinkDead):
        ask(newest(ezra))
    assert contents(settings) == before
