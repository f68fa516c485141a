"""When a session ends: pages ask before they warn, and one press puts the end off."""

from datetime import datetime, timedelta

from flask import Flask, jsonify, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.authentication import sessions
from portal.models import SignIn
from portal.models.sign_in import ABSOLUTE_LIMIT
from portal.options import resolve
from portal.web import current, next_page
from portal.web.fragments import is_fragment, varying

WARNING = timedelta(minutes=2)  # before the end: WCAG 2.2, 2.2.1 asks for 20 seconds at least
ASKED_EVERY = 15  # seconds, while the warning stands there: a press in another tab takes it away


def answer(audience: str) -> BaseResponse:
    """What a page has to say, and in how many seconds it asks again (js/session.js)."""
    row = current.sign_in()
    assert row is not None
    if request.method == "POST":
        sessions.seen(row)
    if not is_fragment():
        return redirect(next_page.home(audience), 303)
    return varying(jsonify(_state(row)))


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        seconds_without_warning=seconds_without_warning, warning=WARNING, absolute_limit=ABSOLUTE_LIMIT
    )


def seconds_without_warning() -> int:
    """For a page that is shown now: an earlier question would get the same answer."""
    row = current.sign_in()
    assert row is not None
    return max(0, _seconds(min(_idle_end(row), row.expires_at) - WARNING))


def _state(row: SignIn) -> tuple[str, int]:
    """ "idle" where a press puts the end off, "last" where nothing does, "" where neither is near."""
    end = min(_idle_end(row), row.expires_at)
    if _seconds(end - WARNING) > 0:
        return "", _seconds(end - WARNING)
    return "idle" if end < row.expires_at else "last", min(_seconds(end), ASKED_EVERY) + 1


def _idle_end(row: SignIn) -> datetime:
    return row.last_seen_at + resolve.idle_limit()


def _seconds(moment: datetime) -> int:
    return int((moment - clock.now()).total_seconds())
