"""A hash takes a while: what has happened to the account meanwhile is looked at again, each thing by itself."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal import clock
from portal.authentication import password_hashing, sessions
from portal.authentication.audiences import CLIENT
from portal.credentials import passwords
from portal.database import writing
from portal.errors import AccessTurnedOff, SignedOut, WrongCredentials
from portal.extensions import db
from portal.models import PortalAccount, SignIn
from tests.support import cast, factories

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
