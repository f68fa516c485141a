"""Larger bodies where the folder of a step or task asks for them: of clients who are signed in, not many at once."""

from contextlib import ExitStack

from flask import Flask, current_app, g, request

from portal import pictures, tasks
from portal.database import release


def init_app(app: Flask) -> None:
    app.teardown_request(give_up_place)


def make_room() -> None:
    """After the guard that lets in whoever is signed in, before the first that reads the body.

    A slow line holds a thread until all has come, so whoever sends much has a place in the queue of the pictures from
    then on. Raises PicturesBusy.
    """
    if request.method != "POST" or request.endpoint not in ("client.step", "client.task"):
        return
    largest = tasks.largest_body(next(iter((request.view_args or {}).values())))
    if largest is None:
        return
    request.max_content_length = largest
    if request.content_length is None or request.content_length > current_app.config["MAX_CONTENT_LENGTH"]:
        release()
        g.place = ExitStack()
        g.place.enter_context(pictures.GATE.place())


def give_up_place(_: BaseException | None) -> None:
    place = g.pop("place", None)
    if place is not None:
        place.close()
