"""What every request must pass, in order, before a view sees it: denied by default."""

from contextlib import suppress

from flask import Flask, Response, abort, current_app, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as BaseResponse

from portal import config
from portal.authentication import sessions
from portal.database import release_connection
from portal.i18n import _
from portal.models import SignIn
from portal.web import current
from portal.web.entry.sign_in_form import sign_in_form_of
from portal.web.forms import carried, content, tokens
from portal.web.fragments import is_fragment
from portal.web.middleware import errors, refused_hosts
from portal.web.next_page import current_page, sign_in_address
from portal.web.routes import ACCESS, BEFORE_SET_UP, POLLED, Who
from portal.web.uploads import UNASKED, make_room, takes_files

METHODS = ("GET", "HEAD", "POST")
LONGEST_ADDRESS = 8 * 1024
LONGEST_HEADERS = 16 * 1024


def init_app(app: Flask) -> None:
    app.extensions["refused_hosts"] = refused_hosts.RefusedHosts()
    guards = (check_method, check_host, check_origin, check_size, send_to_setup, check_person, make_room, check_form)
    for guard in guards:
        app.before_request(guard)


def check_method() -> None:
    if request.method not in METHODS:
        abort(405, valid_methods=METHODS)


def check_host() -> None:
    """Only the public address, its port included (Flask alone accepts any)."""
    host = request.environ.get("HTTP_HOST", "")
    if not config.current().is_host(host):
        current_app.extensions["refused_hosts"].tell(host)
        abort(400, str(refused_hosts.SENTENCE))


def check_origin() -> None:
    """A form comes from our own pages, or it is refused (OWASP ASVS 3.5.1)."""
    if request.method != "POST":
        return
    origin = request.headers.get("Origin")
    if origin is not None and not config.current().is_origin(origin):
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
    who = _who()
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


def _who() -> Who:
    return ACCESS.get(request.endpoint or "", Who.ANYONE)


def _note_seen(row: SignIn) -> None:
    """Reading must work, and so must signing out, while nothing can be written."""
    with suppress(OperationalError):
        sessions.seen(row)


def check_form() -> Response | None:
    if request.method != "POST" or request.endpoint is None:  # of an address that takes no form there is no audience
        return None
    if content.comes_twice(request.form, request.files):
        abort(400, _("A field of this form came twice. Nothing was changed."))
    if content.holds_controls(request.form):
        abort(400, _("What was sent holds invisible characters. Nothing was changed."))
    if request.files and not takes_files():
        abort(400, UNASKED)
    try:
        tokens.check(needs_person=_who() is not Who.ANYONE)
    except tokens.MadeForAnother as error:
        return errors.made_for_another(error.row)
    return None


def _signed_out() -> BaseResponse | tuple[str, int]:
    realm = "staff" if request.blueprint == "staff" else "client"
    release_connection()
    if is_fragment():
        address = sign_in_address(realm, current_page(), is_lost=request.method == "POST")
        return Response(status=401, mimetype="text/plain", headers={"HX-Redirect": address})
    if request.method == "POST":
        return _signed_out_form(realm), 401
    return redirect(sign_in_address(realm, request.full_path.rstrip("?")), 303)


def _signed_out_form(realm: str) -> str:
    """Signing in right there, where something was typed that goes along."""
    kept = carried.from_refused_form(realm)
    return render_template(
        "shared/signed_out.html", address=sign_in_address(realm, None), carried=kept,
        form=sign_in_form_of(realm, formdata=None), forgot=url_for(f"{realm}.forgot_password"),
    )  # fmt: skip
