"""How the practice's mail fares, and the hold on all of it."""

from flask import Response, abort, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.credentials import mail_health as facts
from portal.credentials.mail_hold import set_hold
from portal.staff import staff
from portal.web import current
from portal.web.fragments import fragment_or_redirect, varying

WANTED = {"1": True, "0": False}


@staff.get("/staff/practice/mail/health")
def mail_health() -> Response:
    return varying(make_response(_panel()))


@staff.post("/staff/practice/mail-hold")  # below mail/ it would be the name of a kind
def mail_hold() -> BaseResponse:
    held = WANTED.get(request.form.get("held", ""))
    if held is None:
        abort(400, "The wanted state is missing. Nothing was changed.")
    set_hold(held, current.actor())
    return fragment_or_redirect(_panel, url_for("staff.practice_mail", _anchor="mail-health"))


def _panel() -> str:
    return render_template("staff/practice/_mail_health.html", health=facts.read())
