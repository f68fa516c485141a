"""What each kind of mail looks like, and a test of it to oneself."""

from flask import Response, abort, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.credentials import samples
from portal.credentials.errors import AlreadySent
from portal.mail import messages
from portal.staff import staff
from portal.web import current, headers
from portal.web.fragments import fragment_or_page, fragment_or_redirect
from portal.web.wording import already_sent


@staff.get("/staff/practice/mail")
def practice_mail() -> Response:
    kind = _known(request.args.get("kind") or "invitation")
    return headers.hold_frame(make_response(_page(kind, sent=bool(request.args.get("sent")))))


@staff.get("/staff/practice/mail/<kind>")
def mail_sample(kind: str) -> Response:
    """The HTML part alone, as a mail program gets it."""
    return headers.show_mail(make_response(messages.sample(_known(kind)).html))


@staff.post("/staff/practice/mail/<kind>/tests")
def mail_tests(kind: str) -> BaseResponse:
    """Send this sample to whoever is signed in."""
    try:
        samples.send(current.staff(), _known(kind), current.actor())
    except AlreadySent as error:
        problem = already_sent(error)
        refused = fragment_or_page(lambda: _form(kind, problem=problem), lambda: _page(kind, problem=problem), 429)
        return headers.hold_frame(refused)
    address = url_for("staff.practice_mail", kind=kind, sent=1, _anchor="test-mail")
    return fragment_or_redirect(lambda: _form(kind, sent=True), address)


def _known(kind: str) -> str:
    if kind not in messages.SUBJECTS:
        abort(404)
    return kind


def _form(kind: str, *, sent: bool = False, problem: str = "") -> str:
    return render_template("staff/practice/_test_mail.html", kind=kind, sent=sent, problem=problem)


def _page(kind: str, *, sent: bool = False, problem: str = "") -> str:
    return render_template(
        "staff/practice/mail.html", kind=kind, kinds=messages.SUBJECTS, written=messages.sample(kind),
        is_short=kind not in messages.WITH_LINK, sent=sent, problem=problem,
    )  # fmt: skip
