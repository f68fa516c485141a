"""Fragment or redirect: the one place that knows htmx's headers."""

from collections.abc import Callable

from flask import Response, make_response, redirect, request
from werkzeug.wrappers import Response as BaseResponse


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
