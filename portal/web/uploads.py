"""Larger bodies where a step, a task or a page of staff asks for them: from signed-in people, not many at once."""

from collections.abc import Hashable
from contextlib import ExitStack
from typing import Any

from flask import Flask, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from portal.database import release_connection
from portal.i18n import lazy
from portal.images import remaking
from portal.web import access, current, folder_pages

UNASKED = lazy("A file was sent where none is asked for. Nothing was changed.")


def init_app(app: Flask) -> None:
    app.teardown_request(give_up_place)
    app.jinja_env.globals.update(
        largest_photo=remaking.PHOTO.largest_file, largest_logo=remaking.LOGO.largest_file, too_large=too_large
    )


def too_large(largest: int) -> str:
    """What is said of a file of more bytes than that."""
    return str(remaking.FileTooLarge(largest).sentence)


def room(app: Flask, environ: dict[str, Any]) -> tuple[int, Hashable]:
    """How many bytes of this request's body will be read at most, asked before any is read.

    And who sends it, where it is more than anybody may send.
    """
    usual = int(app.config["MAX_CONTENT_LENGTH"])
    with app.request_context(environ):
        if request.method != "POST" or request.url_rule is None:
            return 0, None
        largest = _largest_body() or usual
        if largest <= usual or (request.content_length or 0) <= usual:
            return largest, None
        try:
            return (largest, _who()) if current.sign_in() else (usual, None)
        except SQLAlchemyError:  # the view will say so
            return usual, None


def make_room() -> None:
    """After the guard that lets signed-in people in, before the first that reads the body.

    A sender of much has a place in the queue of the pictures from then on, and nobody has more than a few: one
    person must not keep all others waiting. Raises PicturesBusy.
    """
    largest = _largest_body() if request.method == "POST" else None
    if largest is None:
        return
    request.max_content_length = largest
    release_connection()
    g.place = ExitStack()
    g.place.enter_context(remaking.EACH.place(_who()))
    if request.content_length is None or request.content_length > current_app.config["MAX_CONTENT_LENGTH"]:
        g.place.enter_context(remaking.GATE.place())


def _who() -> Hashable:
    """One person, on however many devices."""
    actor = current.actor()
    return actor.kind, actor.client_id or actor.staff_id


def _largest_body() -> int | None:
    """In bytes; None where it is the same as everywhere."""
    rule = access.asked_for()
    if rule and rule.is_of_folder:
        return folder_pages.largest_body_here()
    return rule.largest_body if rule else None


def largest_of_all() -> int:
    """In bytes: what a web server in front must let through."""
    return max(folder_pages.largest_of_all(), *(rule.largest_body or 0 for rule in access.rules().values()))


def takes_files() -> bool:
    """Whether a form of this address may have a field for files; which, the form itself knows (web/forms/fields.py)."""
    rule = access.asked_for()
    return rule is not None and (rule.is_of_folder or rule.largest_body is not None)


def give_up_place(_: BaseException | None) -> None:
    place = g.pop("place", None)
    if place is not None:
        place.close()
