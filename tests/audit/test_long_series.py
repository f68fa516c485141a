"""Many wrong passwords: all at once, and one hundred over a month."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from portal.authentication import sessions, sign_in_counters
from portal.authentication.audiences import CLIENT
from portal.authentication.sessions import Browser
from portal.credentials import birth_date_check, passwords
from portal.diagnosis import needs_attention
from portal.errors import CredentialError, HashingBusy, TooManyAttempts, WrongCredentials
from portal.extensions import db
from portal.limits import attempts
from portal.models import Client, link_secret
from tests.conftest import Clock
from tests.support import cast, counting, factories
from tests.support import links as mailed


def test_of_fifty_wrong_passwords_at_the_same_moment_at_most_five_are_hashed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.rosa()
    hashes = counting.count_hashes(monkeypatch)
    together = Barrier(50)

    def guess(number: int) -> type[CredentialError]:
        with app.app_context():
            together.wait(20)
            try:
                sessions.sign_in(CLIENT, "rosie.d", f"guess number {number}", Browser(f"10.0.{number}.1", "A browser"))
            except CredentialError as error:
                return type(error)
            raise AssertionError("a guess was right")

    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(guess, range(50)))
    assert len(hashes) == answers.count(WrongCredentials) == 5
    assert set(answers) <= {WrongCredentials, TooManyAttempts, HashingBusy}


def one_hundred_failures(clock: Clock) -> Client:
    """Ten within two hours, the others over a month; the worker purges in between. The last is a whole sign-in."""
    rosa = factories.rosa()
    for number in range(99):
        attempts.count(*sign_in_counters.counters(CLIENT, "rosie.d", f"10.0.{number}.1"))
        clock.move(hours=8 if number >= attempts.LONG_SERIES else 0.25 if number > 3 else 0)
        attempts.purge()
    with pytest.raises(WrongCredentials):
        sign_in("the hundredth guess")
    return rosa


def sign_in(password: str) -> str:
    db.session.rollback()
    return sessions.sign_in(CLIENT, "rosie.d", password, factories.HERE)


def reset(rosa: Client) -> None:
    link = factories.send_reset(rosa)
    assert rosa.birth_date
    text = link_secret.token(link)
    birth_date_check.confirm_birth_date(text, CLIENT.reset_link, "nonce", rosa.birth_date, factories.dana())
    passwords.reset(CLIENT, text, "nonce", mailed.NEW_PASSWORD, factories.HERE)


# case 63
def test_one_hundred_failures_stop_an_account_which_staff_see_until_a_reset_by_link_opens_it_again(
    app: Flask, clock: Clock
) -> None:
    rosa = one_hundred_failures(clock)
    assert [(line.cause, line.client) for line in needs_attention.lines()] == [("stopped", rosa)]
    clock.move(days=1)
    with pytest.raises(TooManyAttempts):
        sign_in(cast.PASSWORD)
    reset(rosa)
    assert needs_attention.lines() == []
    assert sign_in(mailed.NEW_PASSWORD)
