"""How each event is chained to the one before, under a key that is not in the database.

NIST SP 800-92 advises to make changes of a log evident. Here ``hash = HMAC-SHA256(key; previous hash and row)``, and
what is personal enters the row as ``SHA-256(salt and values)`` only: once values and salt of a row are emptied, nobody
can guess them from what stays, and the chain still fits.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from portal import config, data_folder

FIRST = "0" * 64  # stands before the first event
SALT_BYTES = 16


@dataclass(frozen=True)
class Key:
    """``name`` tells under which secret a row was made, and nothing of the secret."""

    name: str
    secret: bytes

    def seal(self, text: str) -> str:
        return hmac.digest(self.secret, text.encode(), hashlib.sha256).hex()


def current_key() -> Key:
    """Of the secret that is in force. Raises SettingError as ``storage.secret``."""
    secret = data_folder.key_for(config.current(), "audit-v1")
    return Key(hmac.digest(secret, b"name", hashlib.sha256).hex()[:16], secret)


def new_salt() -> str:
    return secrets.token_hex(SALT_BYTES)


def digest(salt: str, personal: Sequence[object]) -> str:
    return hashlib.sha256(f"{salt}{canonical(personal)}".encode()).hexdigest()


def canonical(values: Sequence[object]) -> str:
    return json.dumps(values, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
