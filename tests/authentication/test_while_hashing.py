"""A hash takes a while: no connection is held meanwhile, and what has happened to the account is looked at again."""

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from flask import Flask

from portal import clock
from portal.authentication import password_hashing, sessions
from portal.authentication.audiences import CLIENT
from portal.credentials import links, passwords, registration
from portal.database import writing
from portal.errors import AccessTurnedOff, LinkDead, SignedOut, WrongCredentials
from portal.extensions import db
from portal.models import PortalAccount, SignIn, link_secret
from portal.models.link import LinkKind
from portal.practice import staff_accounts
from portal.practice.staff_accounts import Position
from tests.support import calls, cast, factories

NEW = "four tall ladders in snow"
BY_A_RESET = "the hash that a reset has put there"


def change_the_hash() -> None:
    db.session.query(PortalAccount).update({"password_hash": BY_A_RESET})


def turn_access_off() -> None:
    db.session.query(PortalAccount).update({"disabled_at": clock.now()})


def end_the_session() -> None:
    db.session.query(SignIn).update({"ended_at": clock.now()})


def meanwhile(act: Callable[[], None], slow: str, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """``act`` happens once, during the next call of this function of hashing.py."""
    real = getattr(password_hashing, slow)

    def call(*given: str) -> object:
        monkeypatch.setattr(password_hashing, slow, real)
        with app.app_context(), writing():
            act()
        return real(*given)

    monkeypatch.setattr(password_hashing, slow, call)


@pytest.mark.parametrize("act", [change_the_hash, turn_access_off, end_the_session])
def test_a_password_is_not_changed(act: Callable[[], None], app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    account = factories.rosa().account
    assert account is not None
    row = sessions.live(CLIENT, factories.sign_in(account))
    assert row is not None
    meanwhile(act, "hash_password", app, monkeypatch)
    with pytest.raises(SignedOut):
        passwords.change(row, cast.PASSWORD, NEW, factories.HERE)
    kept = BY_A_RESET if act is change_the_hash else cast.PASSWORD_HASH
    assert db.session.query(PortalAccount.password_hash).scalar() == kept


@pytest.mark.parametrize(("act", "refusal"), [(change_the_hash, WrongCredentials), (turn_access_off, AccessTurnedOff)])
def test_nobody_is_signed_in(
    act: Callable[[], None], refusal: type[Exception], app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.rosa()
    meanwhile(act, "verify", app, monkeypatch)
    with pytest.raises(refusal):
        sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, factories.HERE)
    assert db.session.query(SignIn).count() == 0


def test_a_reset_is_not_finished(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    text = calls.confirm(factories.send_reset(factories.rosa()))
    meanwhile(turn_access_off, "hash_password", app, monkeypatch)
    with pytest.raises(LinkDead):
        passwords.reset(CLIENT, text, "nonce", NEW, factories.HERE)
    assert db.session.query(PortalAccount.password_hash).scalar() == cast.PASSWORD_HASH


def test_a_hash_of_other_days_is_not_renewed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.rosa()
    with writing():
        old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(cast.PASSWORD)
        db.session.query(PortalAccount).update({"password_hash": old})
    meanwhile(change_the_hash, "hash_password", app, monkeypatch)
    sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, factories.HERE)
    assert db.session.query(PortalAccount.password_hash).scalar() == BY_A_RESET


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
    text = calls.confirm(factories.send_reset(factories.rosa()))
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
