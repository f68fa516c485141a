"""Portal access: off means now, on brings back the account and nothing else."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.authentication import sessions
from portal.authentication.audiences import CLIENT
from portal.clients.portal_status import Status, status_of
from portal.credentials import portal_access
from portal.errors import AccessTurnedOff, NotActive
from portal.extensions import db
from portal.models import Event, SignIn
from portal.models.link import EndedWhy
from tests.support import cast, factories
from tests.support.cast import PASSWORD
from tests.support.factories import HERE
from tests.support.links import fresh, kinds_since, last_event


def test_turning_access_off_ends_every_session_and_link_of_the_client(app: Flask) -> None:
    # rule 9
    client = factories.rosa()
    assert client.account is not None
    link = factories.send_reset(client)
    for _ in range(2):
        factories.sign_in(client.account)
    portal_access.set_access(client, False, factories.dana())
    assert fresh(link).ended_why == EndedWhy.ACCESS_TURNED_OFF
    assert [row.ended_why for row in db.session.scalars(select(SignIn))] == ["access_turned_off"] * 2
    assert status_of(client).status is Status.DISABLED


def test_turning_access_on_brings_back_username_and_password(app: Flask) -> None:
    # rule 9
    client = factories.rosa()
    portal_access.set_access(client, False, factories.dana())
    with pytest.raises(AccessTurnedOff):
        sessions.sign_in(CLIENT, cast.ROSA.username or "", PASSWORD, HERE)
    portal_access.set_access(client, True, factories.dana())
    assert sessions.sign_in(CLIENT, cast.ROSA.username or "", PASSWORD, HERE)


def test_a_client_without_an_account_has_no_access_to_turn(app: Flask) -> None:
    nora = factories.nora()
    before = last_event()
    for enabled in (False, True):
        with pytest.raises(NotActive):
            portal_access.set_access(nora, enabled, factories.dana())
    assert kinds_since(before) == []


@pytest.mark.parametrize(("enabled", "kind"), [(False, "access_turned_off"), (True, "access_turned_on")])
def test_each_press_leaves_one_event_with_who(enabled: bool, kind: str, app: Flask) -> None:
    # rule 13
    client = factories.rosa()
    before = last_event()
    portal_access.set_access(client, enabled, factories.dana())
    event = db.session.scalars(select(Event).where(Event.id > before)).one()
    assert (event.kind, event.actor, event.result, event.client_id) == (kind, "staff", "done", client.id)
    assert event.actor_staff is not None and event.actor_staff.name == cast.DANA.name


def test_turning_off_twice_keeps_the_first_moment(app: Flask) -> None:
    client = factories.ines()
    assert client.account is not None
    first = client.account.disabled_at
    portal_access.set_access(client, False, factories.dana())
    assert client.account.disabled_at == first
