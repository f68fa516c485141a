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
from portal.web import access, current
from portal.web.access import Who
from portal.web.entry.sign_in_form import sign_in_form_of
from portal.web.forms import carried, content, tokens
from portal.web.fragments import is_fragment
from portal.web.middleware import errors, refused_hosts
from portal.web.next_page import current_page, sign_in_address
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
    rule = access.asked_for()
    if current_app.extensions.get("set_up") or (rule and rule.is_before_set_up):
        return None
    if current.practice() is None:
        return redirect(url_for("staff.setup"), 303)
    current_app.extensions["set_up"] = True  # a practice never goes away
    return None


def check_person() -> BaseResponse | str | tuple[str, int] | None:
    """Only signed-in people with the role; for others the page does not exist, nor does a route without a rule."""
    if request.endpoint is None:  # an address that leads nowhere, or not by this method: answered so after the guards
        return None
    rule = access.asked_for() or abort(404)
    if rule.who is Who.ANYONE:
        return None
    row = current.sign_in()
    if row is None:
        return _signed_out()
    if not _has_role(rule.who):
        abort(404)
    if not rule.is_polled and "X-Background" not in request.headers:
        _note_seen(row)
    return None


def _has_role(who: Who | None) -> bool:
    if who is Who.OWNER:
        return current.staff().is_owner
    return who in (Who.CLIENT, Who.STAFF) or (who is Who.MANAGER and current.staff().may_manage)


def _note_seen(row: SignIn) -> None:
    """Reading must work, and so must signing out, while nothing can be written."""
    with suppress(OperationalError):
        sessions.seen(row)


def check_form() -> Response | None:
    rule = access.asked_for()
    if request.method != "POST" or rule is None:  # of an address that takes no form there is no audience
        return None
    if content.comes_twice(request.form, request.files):
        abort(400, _("A field of this form came twice. Nothing was changed."))
    if content.holds_controls(request.form):
        abort(400, _("What was sent holds invisible characters. Nothing was changed."))
    if request.files and not takes_files():
        abort(400, UNASKED)
    try:
        tokens.check(needs_person=rule.who is not Who.ANYONE)
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
