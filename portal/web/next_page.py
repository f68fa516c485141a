"""Where to go after signing in: only a page of this portal, of the same audience."""

import re
from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import RequestRedirect

HOMES = {"staff": "staff.clients", "client": "client.home"}
NOWHERE = "nowhere"  # as no endpoint is called
_PRINTABLE = re.compile(r"/[\x21-\x7e]{0,511}")
_HIDDEN = re.compile(r"%(2f|5c|09|0a|0d)", re.IGNORECASE)


def checked(address: str | None, realm: str) -> str | None:
    """The address if it is a page that this audience may be sent to, else None (OWASP ASVS 3.7.2)."""
    path = _path_here(address)
    return address if path and _endpoint_at(path).startswith(f"{realm}.") else None


def to_read_again(address: str | None) -> str | None:
    """The address if it is a page for clients: also where there is nothing, since the page that says so is theirs."""
    path = _path_here(address)
    endpoint = _endpoint_at(path) if path else ""
    is_theirs = endpoint.startswith("client.") or (endpoint == NOWHERE and not f"{path}/".startswith("/staff/"))
    return address if is_theirs else None


def _path_here(address: str | None) -> str | None:
    """The path of an address of this portal; None for any other, and for one that hides where it leads."""
    if not address or not _PRINTABLE.fullmatch(address) or address.startswith("//") or "\\" in address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc or _HIDDEN.search(parts.path) else parts.path


def _endpoint_at(path: str) -> str:
    """What answers a GET there: NOWHERE, or empty for what is no page, as where a form is sent to."""
    try:
        endpoint, _ = current_app.url_map.bind("localhost").match(path, method="GET")
    except NotFound:
        return NOWHERE
    except (HTTPException, RequestRedirect):
        return ""
    return str(endpoint)


def after_sign_in(realm: str) -> str:
    return checked(request.args.get("next"), realm) or home(realm)


def home(realm: str) -> str:
    return url_for(HOMES[realm])


def sign_in_address(realm: str, next_page: str | None, *, is_lost: bool = False) -> str:
    """The audience's sign-in page, with ``next`` where that is ours; ``is_lost``: it says nothing was saved."""
    return url_for(f"{realm}.sign_in", next=checked(next_page, realm), lost=1 if is_lost else None)


def current_page() -> str | None:
    """The page that an htmx request was made from."""
    return _path_of(request.headers.get("HX-Current-URL", ""))


def came_from() -> str | None:
    """The page of ours that the form was on, where the browser tells; ``checked`` is still needed."""
    return _path_of(request.headers.get("Referer", ""))


def _path_of(address: str) -> str | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")
