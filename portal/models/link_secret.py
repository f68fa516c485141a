"""The text of a link: ``selector.MAC``.

The MAC covers what the row promises (selector, kind, owner, end, restore epoch) under a key outside the database, so
the row alone cannot produce a link and an edited row fits none (OWASP ASVS 11.5.1).
"""

import base64
import hashlib
import hmac

from portal import config, data_folder
from portal.models.link import Link
from portal.models.practice import Practice


def token(link: Link) -> str:
    """The secret that goes into the mail: computed when it is needed, never stored."""
    return f"{link.selector}.{_mac(link)}"


def is_mac_of(link: Link, mac: str) -> bool:
    return hmac.compare_digest(mac.encode("utf-8", "surrogatepass"), _mac(link).encode())


def _mac(link: Link) -> str:
    key = data_folder.key_for(config.current(), "link-v1")
    owner = f"staff:{link.staff_id}" if link.client_id is None else f"client:{link.client_id}"
    promise = "\0".join(
        (link.selector, link.kind, owner, link.expires_at.isoformat(), str(Practice.one().restore_epoch))
    )
    digest = hmac.digest(key, promise.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
