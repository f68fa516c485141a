"""Fragment or redirect: the only place that knows the headers of htmx and of forms sent by script."""

from collections.abc import Callable

from flask import Flask, Response, make_response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

SENT_BY_SCRIPT = "X-Form"


def init_app(app: Flask) -> None:
    app.after_request(name_the_way)


def name_the_way(response: Response) -> Response:
    """Name the address that a form sent by js/sending.js leads to, for the page to go there.

    A request of a script follows a redirect by itself, and the page would be fetched twice; its fragment would be lost.
    No 204: nginx takes the type off it, and browsers read what has none as XML that is broken.
    """
    if SENT_BY_SCRIPT in request.headers and response.location and 300 <= response.status_code < 400:
        response.status_code = 200
        response.set_data(b"")
    return response


def is_fragment() -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"


def fragment_or_redirect(render: Callable[[], str], address: str) -> BaseResponse:
    """After a good POST: the changed part for htmx, the whole page for everybody else."""
    return varying(make_response(render())) if is_fragment() else redirect(address, 303)


def fragment_or_page(render: Callable[[], str], render_page: Callable[[], str], status: int = 200) -> Response:
    """The part for htmx, the page around it for everybody else, with the same status."""
    return varying(make_response(render() if is_fragment() else render_page(), status))


def varying(response: Response) -> Response:
    response.vary.add("HX-Request")
    response.vary.add("Cookie")
    return response
