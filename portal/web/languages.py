"""The language of a page: clients choose, and staff read English."""

import logging
import re
from collections.abc import Callable
from urllib.parse import quote

from flask import Flask, Response, has_request_context, request
from werkzeug.datastructures import LanguageAccept

from portal.authentication import sessions
from portal.authentication.audiences import CLIENT, STAFF
from portal.credentials import links
from portal.errors import LinkUnknown
from portal.i18n import FIRST, LANGUAGES, speaking, spoken
from portal.models import Client, SignIn
from portal.models.link import LinkKind
from portal.web import cookies, current
from portal.web.entry import link_pages

log = logging.getLogger(__name__)
COOKIE_SECONDS = 400 * 24 * 3600  # as long as browsers keep one (RFC 6265bis, 5.5)
LINKS = {
    "client.open_invitation": LinkKind.INVITATION,
    "client.register": LinkKind.INVITATION,
    "client.register_birth_date": LinkKind.INVITATION,
    "client.renewals": LinkKind.INVITATION,
    "client.open_reset_link": LinkKind.PASSWORD_RESET,
    "client.reset_password": LinkKind.PASSWORD_RESET,
    "client.reset_birth_date": LinkKind.PASSWORD_RESET,
}


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        spoken=spoken, other_languages=others, page_to_come_back_to=here, in_language=in_language
    )
    app.after_request(tell)


def choose() -> str:
    """That of the client to whom staff show the guide; else what was chosen in this browser, else what is on file of
    the client, else what the browser asks for.
    """
    if not is_for_clients():
        return FIRST
    return _shown() or chosen() or _on_file() or asked_for(request.accept_languages)


def asked_for(ranges: LanguageAccept) -> str:
    """Of ours the one that the browser likes best, by language and not by region (RFC 4647, 3.4: lookup).

    Of two that are liked as much it is the one named first; what has the quality 0 is not wanted (RFC 9110, 12.5.4),
    and ``*`` stands for the first of the others.
    """
    unwanted = {tag.lower() for tag, quality in ranges if quality <= 0}
    ours = [language for language in LANGUAGES if language not in unwanted]
    for tag, _ in sorted(ranges, key=lambda liked: -liked[1]):
        subtags = re.split("[-_]", tag.lower())
        shorter = ("-".join(subtags[:count]) for count in range(len(subtags), 0, -1))
        found = next((language for language in shorter if language in ours), None)
        if found:
            return found
    return ours[0] if ours else FIRST


def is_for_clients() -> bool:
    """All pages but those of staff: an error may be a client's too."""
    if not has_request_context():
        return False
    return current.audience() is not STAFF and not f"{request.path}/".startswith("/staff/")


def chosen() -> str | None:
    return _known(cookies.read(cookies.LANGUAGE))


def others() -> dict[str, str]:
    """Those that the page can be changed to, each by its own name."""
    return {language: name for language, name in LANGUAGES.items() if is_for_clients() and language != spoken()}


def in_language(language: str | None, caller: Callable[[], str]) -> str:
    """What a page of the staff has for a client to read: the block of a ``{% call %}``."""
    with speaking(language):
        return caller()


def here() -> str:
    """The page to come back to; empty where its address holds the secret of a link, which stands in no page."""
    is_secret = "link" in (request.view_args or {})
    path, query = quote(request.path), request.query_string.decode("ascii", "replace")
    return "" if is_secret else f"{path}?{query}".rstrip("?")


def tell(response: Response) -> Response:
    """Which language it is, and what that depends on (RFC 9110, 8.5 and 12.5.5)."""
    if response.mimetype in ("text/html", "application/pdf") and is_for_clients():
        response.headers["Content-Language"] = spoken()
        response.vary.update(("Accept-Language", "Cookie"))
    return response


def _shown() -> str | None:
    return _known(request.args.get("language")) if request.endpoint == "client.guide_pdf" else None


def _on_file() -> str | None:
    """Of the signed-in client, or of the client whom the link on this page is for.

    None where that cannot be found out: the page that says what is broken must not break at the same.
    """
    try:
        row = _signed_in()
        client = row.client if row else _owner_of_link()
    except Exception:
        log.warning("the language on file could not be found out", exc_info=True)
        return None
    return _known(client.language) if client else None


def _known(language: str | None) -> str | None:
    return language if language in LANGUAGES else None


def _signed_in() -> SignIn | None:
    """Also at an address that does not exist, which answers like one that is not for this client."""
    token = cookies.read(cookies.CLIENT)
    return current.sign_in() if current.audience() else sessions.live(CLIENT, token) if token else None


def _owner_of_link() -> Client | None:
    kind = LINKS.get(request.endpoint or "")
    held = link_pages.link_cookie()
    text = (request.view_args or {}).get("link") or (held.text if held else None)
    if kind is None or text is None:
        return None
    try:
        return links.find(text, kind).client
    except LinkUnknown:
        return None
