"""Ten taken usernames on one link in an hour: a link is no way to find out who else is a client."""

from datetime import timedelta

import pytest
from flask import Flask

from portal.credentials import registration
from portal.errors import TooManyAttempts, UsernameTaken
from portal.extensions import db
from portal.models import Link
from tests.conftest import Clock
from tests.support import cast, counting, factories
from tests.support import links as mailed


def choose_taken_names(link: Link, times: int) -> None:
    for _ in range(times):
        with pytest.raises(UsernameTaken):
            choose(link, "rosie.d")
        db.session.rollback()


def choose(link: Link, username: str) -> str:
    return registration.create_account(link, "nonce", username, mailed.NEW_PASSWORD, factories.HERE)


@pytest.fixture
def link(clock: Clock, app: Flask) -> Link:
    """An invitation without a question."""
    factories.rosa()
    return factories.invite(factories.make_client(cast.Person("Milo", "Haas", "milo@example.com")))


def test_after_ten_taken_usernames_a_link_takes_no_more_for_a_while(link: Link, clock: Clock) -> None:
    choose_taken_names(link, 10)
    with pytest.raises(TooManyAttempts) as refused:
        choose(link, "a.free.name")
    assert refused.value.until - clock.now == timedelta(hours=1)
    db.session.rollback()
    clock.move(hours=1)
    assert choose(link, "a.free.name")


def test_a_taken_username_costs_no_hash(link: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = counting.count_hashes(monkeypatch)
    choose_taken_names(link, 1)
    assert hashes == []
