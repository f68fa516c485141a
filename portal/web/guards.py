"""What every request must pass, in order, before a view sees it: denied by default."""

import re

from flask import Flask, Response, abort, current_app, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as BaseResponse

from portal import config
from portal.credentials import sign_ins
from portal.extensions import csrf, db
from portal.language import _
from portal.models import SignIn
from portal.web import current
from portal.web.fragments import is_fragment
from portal.web.next_page import current_page, sign_in_address
from portal.web.routes import ACCESS, BEFORE_SET_UP, POLLED, Who
from portal.web.uploads import make_room

METHODS = ("GET", "HEAD", "POST")
LONGEST_ADDRESS = 8 * 1024
LONGEST_HEADERS = 16 * 1024
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # nobody types these, and no page may repeat them


def init_app(app: Flask) -> None:
    guards = (check_method, check_host, check_origin, check_size, send_to_setup, check_person, make_room, check_form)
    for guard in guards:
        app.before_request(guard)


def check_method() -> None:
    if request.method not in METHODS:
        abort(405, valid_methods=METHODS)


def check_host() -> None:
    """Only the public address, its port included (Flask alone accepts any)."""
    allowed = {origin.partition("://")[2] for origin in config.current().origins}
    if request.environ.get("HTTP_HOST", "").lower() not in allowed:
        abort(400, _("This address is not one of this portal."))


def check_origin() -> None:
    """A form comes from our own pages, or it is refused (OWASP ASVS 3.5.1)."""
    if request.method != "POST":
        return
    origin = request.headers.get("Origin")
    if origin is not None and origin.lower() not in config.current().origins:
        abort(403, _("This form came from another site. Nothing was changed."))
    if origin is None and request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        abort(403, _("This form came from another site. Nothing was changed."))


def check_size() -> None:
    if len(request.environ.get("REQUEST_URI", request.full_path)) > LONGEST_ADDRESS:
        abort(414)
    if sum(len(name) + len(value) for name, value in request.headers) > LONGEST_HEADERS:
        abort(431)


def send_to_setup() -> BaseResponse | None:
    if current_app.extensions.get("set_up") or request.endpoint in BEFORE_SET_UP:
        return None
    if current.practice() is None:
        return redirect(url_for("staff.setup"), 303)
    current_app.extensions["set_up"] = True  # a practice never goes away
    return None


def check_person() -> BaseResponse | str | tuple[str, int] | None:
    """Signed in, and allowed; what is not for this role does not exist for it."""
    who = ACCESS.get(request.endpoint or "", Who.ANYONE)
    if who is Who.ANYONE:
        return None
    row = current.sign_in()
    if row is None:
        return _signed_out()
    if (who is Who.MANAGER and not current.staff().may_manage) or (who is Who.OWNER and not current.staff().is_owner):
        abort(404)
    if request.endpoint not in POLLED and "X-Background" not in request.headers:
        _note_seen(row)
    return None


def _note_seen(row: SignIn) -> None:
    """Reading must work, and so must signing out, while nothing can be written."""
    try:
        sign_ins.seen(row)
    except OperationalError:
        db.session.rollback()


def check_form() -> None:
    if request.method != "POST":
        return
    if any(len(values) > 1 for fields in (request.form, request.files) for _name, values in fields.lists()):
        abort(400, _("A field of this form came twice. Nothing was changed."))
    if any(_CONTROL.search(value) for value in request.form.values()):
        abort(400, _("What was sent holds invisible characters. Nothing was changed."))
    csrf.protect()


def _signed_out() -> BaseResponse | tuple[str, int]:
    realm = "staff" if request.blueprint == "staff" else "client"
    db.session.rollback()
    if is_fragment():
        address = sign_in_address(realm, current_page(), is_lost=request.method == "POST")
        return Response(status=401, headers={"HX-Redirect": address})
    if request.method == "POST":
        return render_template("shared/signed_out.html", address=sign_in_address(realm, None)), 401
    return redirect(sign_in_address(realm, request.full_path.rstrip("?")), 303)
