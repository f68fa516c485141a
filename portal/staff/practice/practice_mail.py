"""What each kind of mail looks like, a test of it to oneself, and around them settings and health of all mail."""

from base64 import b64encode

from flask import Response, abort, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import config, heartbeat
from portal.errors import AlreadySent
from portal.mail import texts
from portal.models import OutgoingMail
from portal.practice import test_mails
from portal.staff import staff
from portal.staff.practice.mail_health import health_values
from portal.staff.practice.mail_sentences import test_mail_sentence
from portal.web import access, current
from portal.web.event_words import already_sent
from portal.web.fragments import fragment_or_page, fragment_or_redirect, varying
from portal.web.middleware import headers


@staff.get("/staff/practice/mail")
@access.managers_only
def practice_mail() -> Response:
    kind = _known(request.args.get("kind") or "invitation")
    sent = test_mails.find(current.staff(), kind, request.args.get("sent", ""))
    return headers.hold_frame(make_response(_page(kind, sent)))


@staff.get("/staff/practice/mail/<kind>")
@access.managers_only
def mail_sample(kind: str) -> Response:
    """The HTML part alone, as a mail program gets it, with the logo in it that a mail has beside it."""
    html, logo = texts.sample(_known(kind)).html, current.the_practice().logo
    if logo is not None:
        data = f"data:{logo.media_type};base64,{b64encode(logo.data).decode()}"
        html = html.replace(f"cid:{texts.content_id(logo)}", data)
    return headers.show_mail(make_response(html))


@staff.post("/staff/practice/mail/<kind>/tests")
@access.managers_only
def mail_tests(kind: str) -> BaseResponse:
    """Send this sample to the signed-in member of staff."""
    try:
        mail = test_mails.send(current.staff(), _known(kind), current.actor())
    except AlreadySent as error:
        problem = already_sent(error)
        refused = fragment_or_page(lambda: _form(kind, problem=problem), lambda: _page(kind, problem=problem), 429)
        return headers.hold_frame(refused)
    address = url_for("staff.practice_mail", kind=kind, sent=mail.public_id, _anchor="test-mail")
    return fragment_or_redirect(lambda: _form(kind, mail), address)


@staff.get("/staff/practice/mail/<kind>/tests/<mail_id>")
@access.managers_only
@access.polled
def mail_test(kind: str, mail_id: str) -> Response:
    """What became of it."""
    mail = test_mails.find(current.staff(), kind, mail_id)
    if mail is None:
        abort(404)
    return varying(make_response(_form(kind, mail)))


def _known(kind: str) -> str:
    if kind not in texts.labels():
        abort(404)
    return kind


def _form(kind: str, mail: OutgoingMail | None = None, problem: str = "") -> str:
    return render_template("staff/practice/_test_mail.html", kind=kind, **_fate(mail, problem))


def _page(kind: str, mail: OutgoingMail | None = None, problem: str = "") -> str:
    return render_template(
        "staff/practice/mail.html", kind=kind, kinds=texts.labels(), written=texts.sample(kind),
        is_short=kind not in texts.WITH_LINK, server=config.current().mail_server,
        **health_values(), **_fate(mail, problem),
    )  # fmt: skip


def _fate(mail: OutgoingMail | None, problem: str) -> dict[str, object]:
    is_alive = heartbeat.is_alive()
    said = problem or (test_mail_sentence(mail, is_alive=is_alive) if mail else "")
    return {"mail": mail, "is_alive": is_alive, "problem": problem, "said": said}
