"""What an act costs, counted from outside: hash calls, SQL statements, SQL writes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, event

from portal.authentication import password_hashing

_WRITE = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)")


class CountedHasher:
    """The real hasher, with a note of each call that costs 46 MiB and a core."""

    def __init__(self, real: PasswordHasher) -> None:
        self.real = real
        self.calls: list[str] = []

    def hash(self, password: bytes) -> str:
        self.calls.append("hash")
        return self.real.hash(password)

    def verify(self, stored: str, password: bytes) -> bool:
        self.calls.append("verify")
        return self.real.verify(stored, password)

    def check_needs_rehash(self, stored: str) -> bool:
        return self.real.check_needs_rehash(stored)


def count_hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The calls from here on, in order; ``clear()`` starts anew."""
    counted = CountedHasher(password_hashing._hasher)
    monkeypatch.setattr(password_hashing, "_hasher", counted)
    return counted.calls


@contextmanager
def writes(engine: Engine) -> Iterator[list[str]]:
    """``UPDATE attempt`` and the like, once for each row that was sent."""
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, ___: Any, many: bool) -> None:
        if match := _WRITE.match(statement):
            seen.extend([f"{match[1]} {match[2]}"] * (len(parameters) if many else 1))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Every statement that was sent, but for those that begin a transaction."""
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
