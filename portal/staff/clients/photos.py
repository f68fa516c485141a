"""The pictures that a client has uploaded, for staff to see."""

from flask import Response

from portal.staff import staff
from portal.staff.clients.profile import find_client
from portal.web.picture_answer import answer_with_picture


@staff.get("/staff/clients/<client_id>/pictures/<picture_id>")
def client_picture(client_id: str, picture_id: str) -> Response:
    return answer_with_picture(find_client(client_id), picture_id)
