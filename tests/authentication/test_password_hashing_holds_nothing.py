"""While a password is hashed, no connection to the database is held: a flood of hashes must not stop the pages."""

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from flask import Flask

from portal.authentication import password_hashing, sessions
from portal.authentication.audiences import CLIENT
from portal.credentials import birth_date_check, links, passwords, registration
from portal.database import writing
from portal.extensions import db
from portal.models import link_secret
from portal.models.event import SYSTEM
from portal.models.link import LinkKind
from portal.practice import staff_accounts
from portal.practice.staff_accounts import Position
from tests.support import cast, factories

NEW = "eleven paper boats at dusk"
OLD = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)


class Watched:
    """The real hasher, which notes how many connections are out at each call."""

    def __init__(self, real: PasswordHasher) -> None:
        self.real, self.held = real, list[int]()

    def hash(self, password: bytes) -> str:
        self.held.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]
        return self.real.hash(password)

    def verify(self, stored: str, password: bytes) -> bool:
        self.held.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]
        return self.real.verify(stored, password)

    def check_needs_rehash(self, stored: str) -> bool:
        return self.real.check_needs_rehash(stored)


def sign_in() -> None:
    factories.rosa()
    sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, factories.HERE)


def sign_in_with_an_old_hash() -> None:
    rosa = factories.rosa()
    with writing():
        assert rosa.account is not None
        rosa.account.password_hash = OLD.hash(cast.PASSWORD)
    sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, factories.HERE)


def change() -> None:
    account = factories.rosa().account
    assert account is not None
    row = sessions.live(CLIENT, factories.sign_in(account))
    assert row is not None
    passwords.change(row, cast.PASSWORD, NEW, factories.HERE)


def reset() -> None:
    text = link_secret.token(factories.send_reset(factories.rosa()))
    assert cast.ROSA.birth_date
    birth_date_check.confirm_birth_date(text, LinkKind.PASSWORD_RESET, "nonce", cast.ROSA.birth_date, SYSTEM)
    passwords.reset(CLIENT, text, "nonce", NEW, factories.HERE)


def register_twice() -> None:
    text = link_secret.token(factories.invite(factories.milo_with_email()))
    for _ in range(2):
        link = links.find(text, LinkKind.INVITATION)
        registration.create_account(link, "nonce", "milo.7", NEW, factories.HERE)


def add_on_the_command_line() -> None:
    staff_accounts.add_registered(Position(cast.SAM.name, "staff"), cast.SAM.email or "", "sam.o", NEW)


@pytest.mark.parametrize(
    "act", [sign_in, sign_in_with_an_old_hash, change, reset, register_twice, add_on_the_command_line]
)
def test_no_connection_is_held(act: Callable[[], None], app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(password_hashing._hasher)
    monkeypatch.setattr(password_hashing, "_hasher", watched)
    act()
    assert watched.held and set(watched.held) == {0}
