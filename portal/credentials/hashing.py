"""Argon2id, behind a gate: a flood of sign-ins must exhaust neither the memory nor the last core.

Parameters: above OWASP ASVS 5.0 appendix C (t=1, m=46 MiB). At most
max(1, cores - 1) hashes at once on this machine, over all its processes.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal import config
from portal.credentials.errors import HashingBusy

_hasher = PasswordHasher(time_cost=2, memory_cost=47104, parallelism=1, hash_len=32, salt_len=16)
# the hash of a random text nobody knows: what an unknown username is compared with
DUMMY = "$argon2id$v=19$m=47104,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
AT_ONCE = max(1, (os.cpu_count() or 1) - 1)
QUEUE = 8
LONGEST = 256  # code points; longer is refused before hashing

_places = threading.BoundedSemaphore(AT_ONCE + QUEUE)
_slots = threading.BoundedSemaphore(AT_ONCE)
_this_thread = threading.local()


def hash_password(password: str) -> str:
    """The Argon2id hash, in PHC text form. Raises HashingBusy."""
    with _gate():
        return _hasher.hash(password.encode("utf-8", "surrogatepass"))


def verify(password: str, stored: str) -> bool:
    """Whether the password has this hash; a damaged hash fits none. Raises HashingBusy."""
    if len(password) > LONGEST:
        return False
    with _gate():
        try:
            return _hasher.verify(stored, password.encode("utf-8", "surrogatepass"))
        except (VerificationError, InvalidHashError, UnicodeEncodeError):  # the last: a hash that is not ASCII
            return False


def needs_rehash(stored: str) -> bool:
    return _hasher.check_needs_rehash(stored)


@contextmanager
def place() -> Iterator[None]:
    """A place in the queue, for whoever must count a try before the hash: raises HashingBusy before it is counted."""
    if not _places.acquire(blocking=False):
        raise HashingBusy()
    _this_thread.has_place = True
    try:
        yield
    finally:
        _this_thread.has_place = False
        _places.release()


@contextmanager
def _gate() -> Iterator[None]:
    with nullcontext() if getattr(_this_thread, "has_place", False) else place(), _slots, _machine_slot():
        yield


@contextmanager
def _machine_slot() -> Iterator[None]:
    """One of the AT_ONCE lock files that all processes of this machine share."""
    folder = config.current().data_dir
    with ExitStack() as opened:
        files = [opened.enter_context(open(folder / f"hashing-{number}.lock", "w")) for number in range(AT_ONCE)]
        for file in files:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                continue
        else:
            fcntl.flock(files[threading.get_ident() % AT_ONCE], fcntl.LOCK_EX)
        yield
