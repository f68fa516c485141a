"""What goes wrong, said in a sentence: never a stack trace, never a status without a way on."""

import errno
import logging
import secrets

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from portal import database
from portal.errors import EmailGone, HashingBusy
from portal.i18n import _, lazy
from portal.images.remaking import PicturesBusy
from portal.models import SignIn
from portal.web import current
from portal.web.fragments import is_fragment, varying
from portal.web.middleware import error_frames

log = logging.getLogger(__name__)
SENTENCES = {
    400: (lazy("This request could not be understood"), lazy("Go back, reload the page, and try again.")),
    403: (lazy("This form was refused"), lazy("It did not come from a page of this portal. Nothing was changed.")),
    404: (lazy("This page does not exist"), lazy("Check the address, or start again from the first page.")),
    405: (lazy("This is not possible here"), lazy("This address cannot be used in this way. Nothing was changed.")),
    413: (lazy("This is too large"), lazy("What was sent is larger than {} MB. Nothing was saved.")),
    414: (lazy("This address is too long"), lazy("Check that you opened the whole address, and nothing more.")),
    431: (lazy("This request is too large"), lazy("Delete the cookies of this site in your browser and try again.")),
    500: (lazy("Something went wrong"), lazy("Nothing was saved. Please try again in a moment.")),
    503: (
        lazy("Too much at once"),
        lazy("The portal has too much to do just now. Nothing was saved. Please try again."),
    ),
}


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, form_is_old)
    app.register_error_handler(HTTPException, show)
    app.register_error_handler(HashingBusy, too_busy)
    app.register_error_handler(PicturesBusy, too_busy)
    app.register_error_handler(EmailGone, gone)
    app.register_error_handler(OperationalError, database_refused)
    app.register_error_handler(OSError, file_refused)
    app.register_error_handler(Exception, unexpected)


def page(status: int, title: str, sentence: str, detail: str = "") -> Response:
    if is_fragment():  # beside what is there, so that the screen stays usable
        response = make_response(render_template("shared/_problem.html", title=title, sentence=sentence), status)
        response.headers["HX-Reswap"] = "afterbegin"
        return varying(response)
    again = status >= 500 and request.method == "GET"
    values = {"title": title, "sentence": sentence, "detail": detail, "again": again}
    return varying(make_response(error_frames.render(**values), status))


def show(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return make_response(error.get_response(request.environ))
    code = error.code or 500
    title, sentence = SENTENCES.get(code, SENTENCES[400 if code < 500 else 500])
    if code == 413:
        sentence = str(sentence).format((request.max_content_length or 0) // (1024 * 1024))
    if error.description and error.description != type(error).description:
        sentence = error.description
    response = page(code, title, sentence)
    if code == 405:
        response.headers["Allow"] = "GET, HEAD, POST"
    return response


def form_is_old(error: CSRFError) -> Response:
    return page(
        400,
        _("This form is too old"),
        _("Nothing was saved. Reload the page and try again. Cookies must be allowed."),
    )


def made_for_another(row: SignIn) -> Response:
    """The form was made for another person than who is signed in there now, and saves nothing for either."""
    return page(422, _("Another person is signed in"), signed_in_as(row))


def signed_in_as(row: SignIn) -> str:
    return _("You are signed in as %(name)s now. Nothing was saved.", name=current.own_name(row))


def gone(error: EmailGone) -> Response:
    return page(404, _("This address is gone"), _("Another person has just deleted it. Nothing was changed."))


def too_busy(error: HashingBusy | PicturesBusy) -> Response:
    return later(page(503, *SENTENCES[503]))


def database_refused(error: OperationalError) -> Response:
    database.release_connection()
    if database.is_busy(error):
        return later(page(503, *SENTENCES[503]))
    return disk_is_full() if database.is_full(error) else unexpected(error)


def file_refused(error: OSError) -> Response:
    """A large body goes through a file."""
    return disk_is_full() if error.errno in (errno.ENOSPC, errno.EDQUOT) else unexpected(error)


def disk_is_full() -> Response:
    return later(page(503, _("The disk is full"), _("The disk is full, nothing was saved. Please call the practice.")))


def unexpected(error: Exception) -> Response:
    """500 with a short number that is in the log too."""
    database.release_connection()
    number = secrets.token_hex(4)
    log.error("error %s on %s %s", number, request.method, request.url_rule, exc_info=error)
    return page(InternalServerError.code, *SENTENCES[500], detail=number)


def later(response: Response) -> Response:
    response.headers["Retry-After"] = "5"
    return response
