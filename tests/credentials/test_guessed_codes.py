"""200,000 guesses at the codes of Show link: what the limit lets through of them, and that none of it finds one.

The limit is the real one (limits/attempts.py), on a row that no database keeps; time is counted and not waited for.
"""

from datetime import timedelta
from random import Random

from portal.credentials.shown_codes import LENGTH, LIFETIME, SIGNS
from portal.limits import attempts
from portal.limits.attempts import CODE_ADDRESS
from portal.models import Attempt
from tests.conftest import START

GUESSES, ALIVE = 200_000, 20  # so many codes are alive at any moment: a practice that does nothing else
ONE_GUESS = ALIVE / len(SIGNS) ** LENGTH  # the chance that it finds one of them


def test_one_network_address_gets_five_guesses_in_a_quarter_of_an_hour_and_finds_none() -> None:
    random, now, end, alive = Random(1), START, START + timedelta(seconds=GUESSES), set[str]()
    row = Attempt(limit_name=CODE_ADDRESS.name, times=[], waits=0, total=0)
    compared = found = 0
    shown_at = START - LIFETIME
    while now < end:  # one guess a second, for two days and more
        if now >= shown_at + LIFETIME:
            alive, shown_at = _codes(random), now
        if not attempts.blocked_until(row, CODE_ADDRESS, now):
            attempts._note(row, CODE_ADDRESS, now)
            compared += 1
            found += _code(random) in alive
        now += timedelta(seconds=1)
    assert compared <= 5 * (GUESSES / LIFETIME.total_seconds() + 1)
    assert (found, compared * ONE_GUESS < 1e-7) == (0, True)


def test_forty_thousand_network_addresses_with_five_guesses_each_find_none_either() -> None:
    random = Random(2)
    alive = _codes(random)
    assert not any(_code(random) in alive for _ in range(GUESSES))
    assert GUESSES * ONE_GUESS < 1e-5


def _codes(random: Random) -> set[str]:
    return {_code(random) for _ in range(ALIVE)}


def _code(random: Random) -> str:
    return "".join(random.choices(SIGNS, k=LENGTH))
