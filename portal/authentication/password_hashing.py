"""Argon2id, behind a gate: a flood of sign-ins must exhaust neither the memory nor the last core.

Parameters: above OWASP ASVS 5.0 appendix C (t=1, m=46 MiB). At most
max(1, cores - 1) hashes at once on this machine, over all its processes.
"""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.errors import HashingBusy
from portal.work_queue import Gate

_hasher = PasswordHasher(time_cost=2, memory_cost=47104, parallelism=1, hash_len=32, salt_len=16)
# the hash of a random text nobody knows: what an unknown username is compared with
DUMMY = "$argon2id$v=19$m=47104,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
QUEUE = 8
LONGEST = 256  # code points; longer is refused before hashing

GATE = Gate("hashing", QUEUE, HashingBusy)


def hash_password(password: str) -> str:
    """The Argon2id hash, in PHC text form. Raises HashingBusy."""
    with GATE.turn():
        return _hasher.hash(password.encode("utf-8", "surrogatepass"))


def verify(password: str, stored: str) -> bool:
    """Whether the password has this hash; a damaged hash fits none. Raises HashingBusy."""
    if len(password) > LONGEST:
        return False
    with GATE.turn():
        try:
            return _hasher.verify(stored, password.encode("utf-8", "surrogatepass"))
        except (VerificationError, InvalidHashError, UnicodeEncodeError):  # the last: a hash that is not ASCII
            return False


def needs_rehash(stored: str) -> bool:
    return _hasher.check_needs_rehash(stored)
