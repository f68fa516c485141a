"""A client's own pictures."""

from flask import Response

from portal.client import client
from portal.web import current, picture_answer


@client.get("/pictures/<picture_id>")
def picture(picture_id: str) -> Response:
    return picture_answer.of(current.client(), picture_id)
