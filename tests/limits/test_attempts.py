"""Waits: how long, for whom, and what ends them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from portal import clock
from portal.authentication import sign_in_counters
from portal.authentication.audiences import CLIENT, STAFF, Audience
from portal.database import writing
from portal.errors import TooManyAttempts
from portal.extensions import db
from portal.limits import attempts
from portal.limits.attempts import Counter
from portal.models import Attempt
from tests.conftest import Clock
from tests.support import cast, counting, factories

NAME: Counter = (attempts.SIGN_IN_NAME, "the counter of a name")


def fail(times: int = 1, counter: Counter = NAME) -> None:
    for _ in range(times):
        attempts.count(counter)


def wait_minutes(counter: Counter = NAME) -> float:
    """How long a try has to wait now, in minutes; 0 where it may be made."""
    try:
        attempts.check(counter)
    except TooManyAttempts as error:
        return (error.until - clock.now()) / timedelta(minutes=1)
    finally:
        db.session.rollback()
    return 0.0


def forgive(counter: Counter = NAME) -> None:
    with writing():
        attempts.forgive(counter)


def test_the_fifth_failure_within_a_quarter_of_an_hour_brings_a_wait_of_a_minute(app: Flask, clock: Clock) -> None:
    fail(4)
    assert wait_minutes() == 0
    fail()
    assert wait_minutes() == 1


def test_each_further_failure_waits_longer_up_to_a_quarter_of_an_hour(app: Flask, clock: Clock) -> None:
    fail(5)
    waits = []
    for _ in range(6):
        waits.append(wait_minutes())
        clock.move(minutes=waits[-1])
        fail()
    assert waits == [1, 2, 4, 8, 15, 15]


def test_a_try_during_a_wait_is_refused_and_not_counted_and_the_wait_ends_to_the_second(
    app: Flask, clock: Clock
) -> None:
    fail(5)
    clock.move(seconds=59)
    with pytest.raises(TooManyAttempts):
        fail()
    db.session.rollback()
    assert attempts.tries(NAME) == 5
    clock.move(seconds=1)
    assert wait_minutes() == 0


def test_five_failures_over_a_longer_time_bring_no_wait(app: Flask, clock: Clock) -> None:
    for _ in range(5):
        fail()
        clock.move(minutes=4)
    assert wait_minutes() == 0


def test_after_a_quiet_quarter_of_an_hour_the_waits_begin_anew(app: Flask, clock: Clock) -> None:
    fail(5)
    clock.move(minutes=16)
    fail(5)
    assert wait_minutes() == 1


def test_a_success_clears_the_waits(app: Flask, clock: Clock) -> None:
    fail(5)
    clock.move(minutes=1)
    fail()
    forgive()
    fail(4)
    assert wait_minutes() == 0


# otherwise the sign-in page would tell which addresses belong to staff (OWASP ASVS 6.3.8)
@pytest.mark.parametrize(
    ("audience", "typed"),
    [
        (CLIENT, ("rosie.d", " ROSIE.D ", "ｒｏｓｉｅ．ｄ")),
        (STAFF, ("dana.w", "DANA.W", " dana@MAPLE.example ", "ｄana@maple.example")),
        (STAFF, ("sam.o", "SAM@MÜLLER.example", "sam@xn--mller-kva.example")),
        (STAFF, ("nobody@maple.example", " NOBODY@Maple.example", "ｎobody@maple.example")),
        (STAFF, ("nobody@müller.example", "nobody@xn--mller-kva.example", "NOBODY@MÜLLER.example")),
    ],
)
def test_the_ways_to_write_a_name_share_a_counter_whether_somebody_has_it_or_nobody(
    audience: Audience, typed: tuple[str, ...], app: Flask
) -> None:
    factories.make_staff(replace(cast.SAM, email="sam@müller.example"), "staff")
    assert len({sign_in_counters.counters(audience, name, "10.0.0.1")[0] for name in typed}) == 1


def test_each_account_has_a_counter_of_its_own_also_beside_one_of_the_other_door_with_its_name(app: Flask) -> None:
    factories.make_sam()
    named = [(STAFF, "dana.w"), (STAFF, "sam.o"), (STAFF, "nobody"), (STAFF, "rosie.d"), (CLIENT, "rosie.d")]
    assert len({sign_in_counters.counters(audience, name, "10.0.0.1")[0] for audience, name in named}) == 5


def test_a_counter_does_not_hold_the_name(app: Flask) -> None:
    attempts.count(*sign_in_counters.counters(CLIENT, "rosie.d", "10.0.0.1"))
    assert "rosie" not in str(db.session.execute(text("SELECT * FROM attempt")).all())


def failures_from(*addresses: str) -> None:
    """Thirty wrong passwords, each for another name."""
    for number in range(30):
        attempts.count(*sign_in_counters.counters(CLIENT, f"name{number}", addresses[number % len(addresses)]))


SIX = ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:2:a:b:c:d")
SOURCES = {"IPv4": (("192.0.2.7",), "192.0.2.7"), "IPv4 as IPv6": (("192.0.2.7",), "::ffff:192.0.2.7"),
           "the same /64": (SIX, "2001:db8:1:2:1234::77")}  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
def test_the_thirty_first_failure_from_one_network_address_is_refused(source: str, app: Flask, clock: Clock) -> None:
    addresses, next_one = SOURCES[source]
    failures_from(*addresses)
    with pytest.raises(TooManyAttempts):
        attempts.count(*sign_in_counters.counters(CLIENT, "name31", next_one))


@pytest.mark.parametrize("address", ["2001:db8:1:3::1", "192.0.2.8"])
def test_other_network_addresses_are_not_refused(address: str, app: Flask, clock: Clock) -> None:
    failures_from(*SIX)
    attempts.count(*sign_in_counters.counters(CLIENT, "name31", address))


def test_a_counter_goes_a_day_after_the_last_try_and_stays_while_waits_grow(app: Flask, clock: Clock) -> None:
    fail(5)
    assert attempts.purge() == 0
    fail(1, (attempts.SIGN_IN_NAME, "a name of nobody"))
    clock.move(days=1)
    assert attempts.purge() == 0
    clock.move(seconds=1)
    assert (attempts.purge(), db.session.query(Attempt).count()) == (1, 1)


def test_a_counter_is_found_by_an_index(app: Flask) -> None:
    plan = db.session.execute(text("EXPLAIN QUERY PLAN SELECT * FROM attempt WHERE limit_name = 'a' AND key = 'b'"))
    assert "USING INDEX" in str(plan.all())


def test_a_success_takes_back_one_failure_of_a_shared_network_address(app: Flask, clock: Clock) -> None:
    failures_from("192.0.2.7")
    forgive((attempts.SIGN_IN_ADDRESS, "192.0.2.7"))
    assert wait_minutes((attempts.SIGN_IN_ADDRESS, "192.0.2.7")) == 0
    fail(1, (attempts.SIGN_IN_ADDRESS, "192.0.2.7"))
    assert wait_minutes((attempts.SIGN_IN_ADDRESS, "192.0.2.7")) == 15


@pytest.mark.parametrize("typed", ["rosie.d", "nobody1"])
def test_to_find_the_counters_costs_the_same_for_known_and_unknown_names(typed: str, app: Flask) -> None:
    factories.rosa()
    with counting.statements(db.engine) as sent:
        sign_in_counters.counters(CLIENT, typed, "10.0.0.1", "A" * 22)
    assert len(sent) == 2
