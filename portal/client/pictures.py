"""A client's own pictures."""

from flask import Response

from portal.client import client
from portal.web import current
from portal.web.picture_answer import answer_with_picture


@client.get("/pictures/<picture_id>")
def picture(picture_id: str) -> Response:
    return answer_with_picture(current.client(), picture_id)
