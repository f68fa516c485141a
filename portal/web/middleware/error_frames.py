"""The frame of a page that says what went wrong: menu and language stay those of the signed-in person."""

import logging

from flask import g, render_template, request, url_for

from portal.authentication.audiences import CLIENT, STAFF, Audience
from portal.database import release_connection
from portal.web import current

log = logging.getLogger(__name__)
NOBODYS = "shared/problem.html"


def render(**values: object) -> str:
    """With a frame of nobody's where it cannot be found out who is there: the database may be what is broken."""
    try:
        g.turned_to = _whose()
        return render_template(_template(), first_page=_first_page(), **values)
    except Exception:
        log.warning("an error page has no frame", exc_info=True)
        release_connection()
        g.turned_to = g.practice = None
        return render_template(NOBODYS, first_page=url_for("web.root"), **values)


def _whose() -> Audience:
    """At an address that belongs to nobody the page is for the signed-in person, else for clients."""
    whose = current.audience()
    if whose is not None:
        return whose
    if f"{request.path}/".startswith("/staff/"):
        return STAFF
    return STAFF if current.is_in(STAFF) and not current.is_in(CLIENT) else CLIENT


def _template() -> str:
    if current.practice() is None:
        return NOBODYS
    if current.audience() is CLIENT:
        return "client/problem.html"
    return "staff/problem.html" if current.sign_in() else NOBODYS


def _first_page() -> str:
    return url_for("staff.root" if current.audience() is STAFF else "web.root")
