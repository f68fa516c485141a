"""Passwords are hashed cheaply in tests, as an Argon2id that costs a thousandth; where hashing is tried, as in use."""

import pytest
from argon2 import PasswordHasher

from portal.authentication import password_hashing
from tests.support import cast

REAL = {"_hasher": password_hashing._hasher, "DUMMY": password_hashing.DUMMY}
REAL_HASH = cast.PASSWORD_HASH


def make_cheap() -> None:
    """Of this process and those that it forks; a server that a test starts hashes as in use."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, hash_len=32, salt_len=16)
    password_hashing._hasher = hasher
    password_hashing.DUMMY = REAL["DUMMY"].replace("m=47104,t=2", "m=8,t=1")
    cast.PASSWORD_HASH = hasher.hash(cast.PASSWORD, salt=bytes(range(16)))


def make_real(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in REAL.items():
        monkeypatch.setattr(password_hashing, name, value)
    monkeypatch.setattr(cast, "PASSWORD_HASH", REAL_HASH)
