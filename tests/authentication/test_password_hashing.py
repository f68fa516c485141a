"""The gate in front of Argon2id: how many at once, how many wait, and what is never hashed."""

import threading
from concurrent.futures import ThreadPoolExecutor
from unicodedata import normalize

import pytest
from flask import Flask

from portal import work_queue
from portal.authentication import password_hashing, sessions, sign_in_counters
from portal.authentication.audiences import CLIENT
from portal.database import writing
from portal.errors import HashingBusy
from portal.limits import attempts
from portal.models import PortalAccount
from tests.conftest import Clock
from tests.support import cast, counting, factories
from tests.support.server import wait_until
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("real_hashing")

PARAMETERS = "$argon2id$v=19$m=47104,t=2,p=1$"


class SlowHasher:
    """Takes as long as the test wants, and counts how many are at it."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.count = threading.Lock()
        self.now = self.most = 0

    def verify(self, stored: str, password: bytes) -> bool:
        with self.count:
            self.now += 1
            self.most = max(self.most, self.now)
        assert self.go_on.wait(20)
        with self.count:
            self.now -= 1
        return True


def flood(slow: SlowHasher, count: int) -> list[bool]:
    """So many sign-ins at once, none of which gets on before all have come: True was let in, False was told to wait."""

    def knock(_: int) -> bool:
        try:
            return password_hashing.verify("a password", password_hashing.DUMMY)
        except HashingBusy:
            return False

    slow.go_on.clear()
    with ThreadPoolExecutor(count) as threads:
        answers = [threads.submit(knock, number) for number in range(count)]
        let_in = min(count, work_queue.AT_ONCE + password_hashing.QUEUE)
        wait_until(lambda: sum(answer.done() for answer in answers) == count - let_in, "the others are told to wait")
        wait_until(lambda: slow.now == work_queue.AT_ONCE, "the first are being hashed")
        slow.go_on.set()
    return [answer.result() for answer in answers]


@pytest.fixture
def slow(app: Flask, monkeypatch: pytest.MonkeyPatch) -> SlowHasher:
    hasher = SlowHasher()
    monkeypatch.setattr(password_hashing, "_hasher", hasher)
    return hasher


def test_of_a_flood_some_are_hashed_eight_wait_the_others_come_back_and_the_gate_is_open_again(
    slow: SlowHasher,
) -> None:
    assert flood(slow, 40).count(True) == work_queue.AT_ONCE + 8
    assert slow.most == work_queue.AT_ONCE
    assert all(flood(slow, work_queue.AT_ONCE + 8))


def test_an_error_while_hashing_leaves_its_place_free(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def verify(self, stored: str, password: bytes) -> bool:
            raise MemoryError

    monkeypatch.setattr(password_hashing, "_hasher", Broken())
    for _ in range(work_queue.AT_ONCE + password_hashing.QUEUE + 1):
        with pytest.raises(MemoryError):
            password_hashing.verify("a password", password_hashing.DUMMY)


def test_a_sign_in_that_finds_the_gate_full_is_told_to_come_back(slow: SlowHasher, visitor: Visitor) -> None:
    visitor.csrf_token()
    with ThreadPoolExecutor(20) as threads:
        for _ in range(work_queue.AT_ONCE + password_hashing.QUEUE):
            threads.submit(password_hashing.verify, "a password", password_hashing.DUMMY)
        wait_until(lambda: not password_hashing.GATE.places._value, "all places are taken")  # type: ignore[attr-defined]
        response = visitor.post("/sign-in", {"username": "rosie.d", "password": cast.PASSWORD})
        slow.go_on.set()
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


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


def test_one_core_is_left_for_the_pages() -> None:
    assert 1 <= work_queue.AT_ONCE <= max(1, (work_queue.os.cpu_count() or 1) - 1)


def test_a_new_hash_has_the_parameters_in_use_and_a_salt_of_its_own(app: Flask) -> None:
    one, other = (password_hashing.hash_password("a password") for _ in range(2))
    assert one.startswith(PARAMETERS) and one != other


def test_the_hash_for_unknown_names_costs_as_much_as_a_real_one() -> None:
    for stored in (password_hashing.DUMMY, cast.PASSWORD_HASH):
        assert stored.startswith(PARAMETERS) and not password_hashing.needs_rehash(stored)


def test_a_hash_fits_its_password_only(app: Flask) -> None:
    assert password_hashing.verify(cast.PASSWORD, cast.PASSWORD_HASH)
    assert not password_hashing.verify(f" {cast.PASSWORD}", cast.PASSWORD_HASH)


def test_a_password_set_on_a_phone_works_on_a_desktop(app: Flask) -> None:
    account = factories.rosa().account
    assert account is not None
    set_password(account, "résumé of four seasons")
    typed = normalize("NFD", "résumé of four seasons")
    assert sessions.sign_in(CLIENT, "rosie.d", typed, factories.HERE)


def set_password(account: PortalAccount, password: str) -> None:
    stored = password_hashing.hash_password(password)
    with writing():
        account.password_hash = stored


@pytest.mark.parametrize(("size", "status"), [(1024 * 1024 + 1, 413), (1024 * 1024 - 1024, 422), (257, 422)])
def test_a_huge_password_is_refused_without_a_hash(
    size: int, status: int, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = counting.count_hashes(monkeypatch)
    response = visitor.post("/sign-in", {"username": "rosie.d", "password": "x" * size})
    assert (response.status_code, hashes) == (status, [])


def test_a_limit_is_not_spent_on_what_is_refused_by_its_shape(visitor: Visitor) -> None:
    visitor.post("/sign-in", {"username": "rosie.d", "password": "x" * 4097})
    assert attempts.tries(sign_in_counters.counters(CLIENT, "rosie.d", "127.0.0.1")[0]) == 0
