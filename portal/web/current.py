"""Who and what this request is about."""

import re
from datetime import timedelta
from typing import cast

from flask import Flask, g, has_request_context, request
from flask_login import current_user
from werkzeug.wrappers import Response

from portal import config
from portal.authentication import device_marks, sessions
from portal.authentication.audiences import CLIENT, STAFF, Audience
from portal.authentication.sessions import Browser
from portal.diagnosis import attention_count
from portal.extensions import login_manager
from portal.i18n import _
from portal.models import Client, Practice, SignIn, Staff
from portal.models.event import Actor
from portal.web import cookies
from portal.web.fragments import is_fragment

_DEVICES = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("Macintosh", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"))  # fmt: skip
_BROWSERS = (("Firefox/|FxiOS/", "Firefox"), ("Edg", "Edge"), ("SamsungBrowser/", "Samsung Internet"),
             ("Chrome/|CriOS/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip


def init_app(app: Flask) -> None:
    settings = config.current()
    app.context_processor(template_values)
    app.jinja_env.filters.update(device_name=device_name)
    app.jinja_env.globals.update(
        attention=attention, menu_count=menu_count,
        insecure_address=not settings.is_https and not settings.is_loopback,
    )  # fmt: skip


def audience() -> Audience | None:
    """The audience of the page: each blueprint reads only its own cookie.

    An error page reads the cookie of the audience that it is for (web/middleware/error_frames.py).
    """
    turned_to: Audience | None = g.get("turned_to")
    return turned_to or {"staff": STAFF, "client": CLIENT}.get(request.blueprint or "")


def is_in(whose: Audience) -> bool:
    """Whether this audience is signed in in this browser, whatever page it asks for."""
    token = cookies.read(whose.name)
    return bool(token) and sessions.live(whose, token or "") is not None


@login_manager.request_loader  # type: ignore[untyped-decorator]
def load(_: object) -> SignIn | None:
    whose = audience()
    token = cookies.read(whose.name) if whose else None
    is_there = practice() is not None  # holds on to the row, which says how long a session may be idle
    return sessions.live(whose, token) if whose and token and is_there else None


def sign_in() -> SignIn | None:
    """The signed-in browser of this request, or None."""
    return cast(SignIn, current_user) if current_user.is_authenticated else None


def staff() -> Staff:
    row = sign_in()
    assert row is not None and row.staff is not None
    return row.staff


def client() -> Client:
    row = sign_in()
    assert row is not None and row.client is not None
    return row.client


def own_name(row: SignIn) -> str:
    """The name shown to the signed-in person: staff their own, clients the username that they chose."""
    if row.staff is not None:
        return row.staff.name
    account = row.client.account if row.client else None
    return account.username if account else ""


def practice() -> Practice | None:
    """The practice, read once a request; None before set-up. For a page with the staff's menu, with its count."""
    if "practice" not in g:
        if audience() is STAFF and cookies.read(cookies.STAFF) and request.method == "GET" and not is_fragment():
            attention()
        else:
            g.practice = Practice.get()
    return cast(Practice | None, g.practice)


def attention() -> int:
    """How many lines Needs attention has."""
    if "attention" not in g:
        count = attention_count.read()
        g.practice, g.attention, g.menu_counts = count.practice, count.lines, count.entries
    return cast(int, g.attention)


def menu_count(folder: str) -> int:
    """What the menu counts at the entry of this folder of portal/tasks."""
    attention()
    return cast(int, g.menu_counts[folder])


def the_practice() -> Practice:
    found = practice()
    assert found is not None
    return found


def actor() -> Actor:
    row = sign_in()
    if row is None:
        return Actor("link", ip=ip())
    kind = "staff" if row.staff_id is not None else "client"
    return Actor(kind, staff_id=row.staff_id, client_id=row.client_id, sign_in_id=row.id, ip=ip())


def browser() -> Browser:
    return Browser(ip=ip(), device=device(request.headers.get("User-Agent", "")), mark=mark())


def mark() -> str:
    """What accounts know this browser by; a new one, for this request, where it has none yet."""
    if "mark" not in g:
        g.mark = device_marks.of_cookie(cookies.read(cookies.DEVICE))
    return cast(str, g.mark)


def put_mark(response: Response) -> None:
    """Once an account knows this browser: for longer than any session, and opening nothing."""
    cookies.put(response, cookies.DEVICE, mark(), max_age=device_marks.KEPT // timedelta(seconds=1))


def ip() -> str:
    return (request.remote_addr or "unknown")[:45]


def device(user_agent: str) -> str:
    """Firefox on Windows, Safari on iPhone; a device that hides itself is a browser."""
    system = next((label for word, label in _DEVICES if word in user_agent), None)
    program = next((label for words, label in _BROWSERS if re.search(words, user_agent)), "A browser")
    return f"{program} on {system}" if system else program


def device_name(kept: str) -> str:
    """A device as it is on file, in the language that is spoken."""
    program, between, system = kept.partition(" on ")
    program = _("A browser") if program == "A browser" else program
    return _("%(program)s on %(system)s", program=program, system=system) if between else program


def template_values() -> dict[str, object]:
    """What every template may use."""
    if not has_request_context():
        return {}
    row = sign_in() if audience() and practice() else None
    return {
        "practice": practice(),
        "staff": row.staff if row else None,
        "client": row.client if row else None,
    }
