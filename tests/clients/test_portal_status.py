"""The status, derived three times over: by the model of the agreement, by status_of, by its SQL twin."""

from typing import ClassVar

import pytest
from flask import Flask
from hypothesis.stateful import invariant
from sqlalchemy import func, select

from portal import clock as the_clock
from portal.audit import verify
from portal.authentication import sessions
from portal.authentication.audiences import CLIENT
from portal.clients import search
from portal.clients.portal_status import Status, status_column, status_of, with_status
from portal.extensions import db
from portal.models import Client, Link, PortalAccount
from portal.models.link import LinkState
from tests.conftest import Clock
from tests.support.life import Life, live


class WatchedLife(Life):
    """After each act the program and the model must agree."""

    seen: ClassVar[set[Status]] = set()

    @invariant()
    def status_is_the_models_and_its_sql_twins(self) -> None:
        db.session.rollback()
        expected = self.model.status(the_clock.now())
        column = status_column(the_clock.now())
        twin = db.session.scalar(with_status(select(column).select_from(Client).where(Client.id == self.client.id)))
        assert (status_of(self.client).status, twin) == (expected, expected.value)
        self.seen.add(expected)

    @invariant()
    def the_links_that_open_are_the_models(self) -> None:
        now = the_clock.now()
        rows = db.session.scalars(select(Link).where(Link.client_id == self.client.id).order_by(Link.id)).all()
        assert [row.state(now) is LinkState.LIVE for row in rows] == [link.is_live(now) for link in self.model.links]
        assert [row.used_at is not None for row in rows] == [link.used for link in self.model.links]
        live = [row.kind for row in rows if row.state(now) is LinkState.LIVE]
        assert len(live) == len(set(live)) and not (live and self.model.access is False)

    @invariant()
    def the_sessions_that_live_are_the_models(self) -> None:
        now = the_clock.now()
        for session in self.model.sessions:
            is_live = sessions.live(CLIENT, session.cookie) is not None
            assert is_live == session.is_live(now) and not (is_live and self.model.access is not True)

    @invariant()
    def there_is_one_account_at_most(self) -> None:
        accounts = select(func.count()).where(PortalAccount.client_id == self.client.id)
        assert db.session.scalar(accounts) == (self.model.access is not None)

    def teardown(self) -> None:
        expected = self.model.status(the_clock.now())
        page = search.page(self.name, expected)
        assert ([row.status for row in page.rows], page.counts[expected.value]) == ([expected], 1)


# case 45
@pytest.mark.slow
def test_at_each_moment_the_shown_status_is_the_models(app: Flask, clock: Clock) -> None:
    WatchedLife.seen.clear()
    live(WatchedLife, clock, acts=12, lives=60)
    db.session.rollback()
    assert WatchedLife.seen == set(Status)
    assert verify.verify().bad is None
    assert db.session.scalar(select(func.count()).select_from(Client)) >= 60  # type: ignore[operator]
