"""Showing an invitation's link in the room: the same link with the same rules, and each time an event."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.config import Settings
from portal.credentials import invitations
from portal.credentials.invitations import withdraw_invitation
from portal.database import writing
from portal.errors import AlreadyRegistered, NothingToShow
from portal.extensions import db
from portal.models import Client, Event, Link
from portal.models.event import Actor
from portal.models.link import LinkState
from tests.support import factories
from tests.support.database import contents
from tests.support.links import kinds_since


def test_each_showing_of_the_link_leaves_an_event_with_who(app: Flask) -> None:
    # rule 13
    client = factories.theo()
    sam = factories.make_sam()
    shown = [invitations.show(client, by).link for by in (factories.dana(), Actor("staff", staff_id=sam.id))]
    assert shown == [_link(client)] * 2
    events = db.session.scalars(select(Event).where(Event.kind == "link_shown").order_by(Event.id)).all()
    assert [(event.actor_staff_id, event.client_id) for event in events] == [(1, client.id), (sam.id, client.id)]
    assert [event.sentence for event in events] == ["Link shown on the screen"] * 2


def test_showing_leaves_link_and_mail_as_they_were(app: Flask, settings: Settings) -> None:
    client = factories.theo()
    before, link = contents(settings), _columns(_link(client))
    invitations.show(client, factories.dana())
    after = contents(settings)
    assert [table for table in after if after[table] != before[table]] == ["event", "link"]
    assert {name for name, value in _columns(_link(client)).items() if value != link[name]} == {
        "shown_code", "shown_code_at",
    }  # fmt: skip


def _columns(link: Link) -> dict[str, object]:
    return {column.name: getattr(link, column.name) for column in Link.__table__.columns}


def _withdrawn() -> Client:
    client = factories.theo()
    withdraw_invitation(client, factories.dana())
    return client


def _with_link(**values: object) -> Client:
    client = factories.theo()
    with writing():
        db.session.query(Link).update(values)  # type: ignore[arg-type]
    return client


@pytest.mark.parametrize(
    ("make", "state"),
    [
        (factories.nora, None),
        (_withdrawn, LinkState.WITHDRAWN),
        (lambda: _with_link(wrong_birth_dates=5), LinkState.LOCKED),
        (lambda: _with_link(expires_at=clock.now()), LinkState.EXPIRED),
    ],
)
def test_a_link_that_opens_nothing_is_not_shown(
    app: Flask, make: Callable[[], Client], state: LinkState | None
) -> None:
    client = make()
    with pytest.raises(NothingToShow) as refused:
        invitations.show(client, factories.dana())
    db.session.rollback()
    assert refused.value.state is state
    assert "link_shown" not in kinds_since()


@pytest.mark.parametrize("make", [factories.rosa, factories.ines])
def test_who_has_an_account_has_no_link_to_show_and_a_reset_least_of_all(
    app: Flask, make: Callable[[], Client]
) -> None:
    # case 133
    client = make()
    if client.account and client.account.is_enabled:
        factories.send_reset(client)
    with pytest.raises(AlreadyRegistered):
        invitations.show(client, factories.dana())


def _link(client: Client) -> Link:
    db.session.rollback()
    return db.session.scalars(select(Link).where(Link.client_id == client.id)).one()
