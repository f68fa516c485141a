"""The state of the practice's mail, and holding all of it."""

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.mail import health
from portal.mail.hold import set_hold
from portal.staff import staff
from portal.staff.practice.mail_sentences import health_look, health_sentence
from portal.web import access, current
from portal.web.forms import wanted
from portal.web.fragments import fragment_or_redirect, varying


@staff.get("/staff/practice/mail/health")
@access.managers_only
@access.polled
def mail_health() -> Response:
    return varying(make_response(_panel()))


@staff.post("/staff/practice/mail-hold")  # below mail/ it would be the name of a kind
@access.owners_only
def mail_hold() -> BaseResponse:
    set_hold(wanted.state("held"), current.actor())
    return fragment_or_redirect(_panel, url_for("staff.practice_mail", _anchor="mail-health"))


def _panel() -> str:
    return render_template("staff/practice/_mail_health.html", **health_values())


def health_values() -> dict[str, object]:
    found = health.read()
    return {"health": found, "health_said": health_sentence(found), "health_look": health_look(found)}
