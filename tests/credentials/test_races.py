"""What two people do at the same moment, or one while the other is half-way."""

import pytest
from flask import Flask

from portal.authentication import password_hashing, sessions
from portal.authentication.audiences import CLIENT
from portal.clients import email_addresses
from portal.credentials import passwords, portal_access
from portal.errors import EmailGone, HashingBusy, SignedOut
from portal.extensions import db
from portal.models import Client, EmailAddress, PortalAccount, SignIn
from tests.conftest import Clock
from tests.support import cast, factories


def rosas_sign_in() -> tuple[Client, SignIn]:
    rosa = factories.rosa()
    assert rosa.account is not None
    row = sessions.live(CLIENT, factories.sign_in(rosa.account))
    assert row is not None
    return rosa, row


def test_the_second_of_two_who_delete_an_address_learns_that_it_is_gone(app: Flask) -> None:
    nora = factories.nora()
    email = nora.emails[0]
    assert email.public_id
    with app.app_context():
        same = db.session.get_one(EmailAddress, email.id)
        email_addresses.delete(same, factories.dana())
    with pytest.raises(EmailGone):
        email_addresses.delete(email, factories.dana())


def test_a_password_is_not_changed_where_access_is_turned_off_meanwhile(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    rosa, row = rosas_sign_in()
    number, hash_password = rosa.id, password_hashing.hash_password

    def slow_hash(password: str) -> str:
        with app.app_context():
            portal_access.set_access(db.session.get_one(Client, number), False, factories.dana())
        return hash_password(password)

    monkeypatch.setattr(password_hashing, "hash_password", slow_hash)
    with pytest.raises(SignedOut):
        passwords.change(row, cast.PASSWORD, "four tall ladders in snow", factories.HERE)
    db.session.rollback()
    assert db.session.query(PortalAccount.password_hash).scalar() == cast.PASSWORD_HASH
    assert db.session.query(SignIn).filter(SignIn.ended_at.is_(None), SignIn.client_id.is_not(None)).count() == 0


def test_a_machine_that_is_too_busy_counts_no_wrong_password(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.rosa()
    with monkeypatch.context() as busy:
        busy.setattr(password_hashing.GATE.places, "acquire", lambda blocking: False)
        for _ in range(6):
            with pytest.raises(HashingBusy):
                sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, factories.HERE)
    assert sessions.sign_in(CLIENT, "rosie.d", cast.PASSWORD, factories.HERE)
