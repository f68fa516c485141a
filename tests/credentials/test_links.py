"""Links: how long they live, which of several works, what ends them."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from portal.authentication.audiences import CLIENT
from portal.clients import email_addresses
from portal.clients.portal_status import Status, status_of
from portal.credentials import forgotten_passwords, links, portal_access
from portal.credentials.invitations import send_invitation, withdraw_invitation
from portal.database import writing
from portal.errors import LinkUnknown
from portal.extensions import db
from portal.models import Link
from portal.models.link import LinkKind
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.links import accounts, client_of, confirm, fresh, kinds_since, open_link, spend
from tests.support.visitor import Visitor

BEFORE_WINTER_TIME = datetime(2026, 10, 31, 13, 42, tzinfo=UTC)  # a day before New York sets its clocks back
BEFORE_SUMMER_TIME = datetime(2026, 3, 7, 14, 42, tzinfo=UTC)


def invitation() -> Link:
    return factories.invite(factories.nora())


def staff_sent_reset() -> Link:
    return factories.send_reset(factories.rosa())


def self_service_reset() -> Link:
    client = factories.rosa()
    forgotten_passwords.ask(CLIENT, cast.ROSA.username or "", cast.ROSA.email, "127.0.0.1")
    forgotten_passwords.answer_all()
    link = db.session.query(Link).filter_by(client_id=client.id).one()
    assert link.sent_by_id is None
    return link


LIFETIMES = [(invitation, 48), (staff_sent_reset, 48), (self_service_reset, 1)]


# case 18
def test_scanners_that_open_a_fresh_invite_twenty_times_use_nothing_up(app: Flask, visitor: Visitor) -> None:
    link = invitation()
    address = f"/register/{factories.text_of(link)}"
    for number in range(20):
        scanner = Visitor(app, ip=f"192.0.2.{number}")
        agent = {"User-Agent": f"Scanner/{number}"}
        assert scanner.head(address, headers=agent).status_code == 303
        assert scanner.cookie("link") is None
        assert scanner.get(address, headers=agent).status_code == 303
    row = fresh(link)
    assert (row.used_at, row.ended_at, row.opened_at) == (None, None, None)
    assert "birth_date_confirmed" not in kinds_since() and row.fetched_at is not None
    confirm(visitor, link)
    assert spend(visitor, link).headers["Location"] == "/home"


# case 20
def test_only_the_newest_of_two_invites_opens(visitor: Visitor, clock: Clock) -> None:
    older = invitation()
    clock.move(minutes=5)
    newer = send_invitation(client_of(older), factories.dana())
    assert (open_link(visitor, older).status_code, open_link(visitor, newer).status_code) == (410, 303)


# case 20
def test_a_form_opened_before_the_resend_is_refused(visitor: Visitor, clock: Clock) -> None:
    older = invitation()
    confirm(visitor, older)
    assert visitor.get("/register").status_code == 200
    clock.move(minutes=5)
    send_invitation(client_of(older), factories.dana())
    assert (spend(visitor, older).status_code, accounts()) == (410, 0)


# case 21
@pytest.mark.parametrize(("make", "hours"), LIFETIMES)
def test_a_link_works_until_the_last_second(make: type, hours: int, visitor: Visitor, clock: Clock) -> None:
    link = make()
    clock.move(hours=hours, seconds=-1)
    confirm(visitor, link)
    assert spend(visitor, link).status_code == 303


# case 21
@pytest.mark.parametrize(("make", "hours"), LIFETIMES)
def test_a_link_opens_nothing_at_its_end(make: type, hours: int, visitor: Visitor, clock: Clock) -> None:
    link = make()
    clock.move(hours=hours)
    assert open_link(visitor, link).status_code == 410


# case 21
@pytest.mark.parametrize("start", [BEFORE_WINTER_TIME, BEFORE_SUMMER_TIME])
def test_forty_eight_hours_are_elapsed_hours_when_the_clocks_change(
    start: datetime, visitor: Visitor, clock: Clock
) -> None:
    clock.to(start)
    link = invitation()
    clock.to(start + timedelta(hours=48, seconds=-1))
    assert open_link(visitor, link).status_code == 303
    clock.to(start + timedelta(hours=48))
    assert open_link(visitor, link).status_code == 410


def test_an_invite_is_withdrawn_by_a_new_default_email(visitor: Visitor) -> None:
    # case 22a
    link = invitation()
    client = client_of(link)
    email_addresses.make_default(email_addresses.add(client, "new@example.com", factories.dana()), factories.dana())
    _is_withdrawn(visitor, link, Status.NOT_SET_UP)


def test_a_reset_stays_dead_after_access_went_off_and_on(visitor: Visitor) -> None:
    # case 22b
    link = staff_sent_reset()
    client = client_of(link)
    portal_access.set_access(client, False, factories.dana())
    portal_access.set_access(client, True, factories.dana())
    _is_withdrawn(visitor, link, Status.ACTIVE)


def test_a_withdrawn_invite_opens_nothing(visitor: Visitor) -> None:
    # case 22c
    link = invitation()
    withdraw_invitation(client_of(link), factories.dana())
    _is_withdrawn(visitor, link, Status.NOT_SET_UP)


@pytest.mark.parametrize("change", ["expires_at = '2027-01-01 00:00:00.000000'", "client_id = client_id + 1"])
def test_a_row_edited_in_the_database_fits_no_link(change: str, visitor: Visitor) -> None:
    # case 44
    link = invitation()
    secret = factories.text_of(link)
    factories.milo()
    with writing():
        db.session.execute(text(f"UPDATE link SET {change}"))
    assert visitor.get(f"/register/{secret}").status_code == 404


def test_a_link_of_another_kind_fits_none(app: Flask) -> None:
    with pytest.raises(LinkUnknown):
        links.find(factories.text_of(invitation()), LinkKind.PASSWORD_RESET)


def _is_withdrawn(visitor: Visitor, link: Link, status: Status) -> None:
    page = open_link(visitor, link)
    assert page.status_code == 410 and "This link was withdrawn." in page.text
    assert status_of(client_of(link)).status is status
