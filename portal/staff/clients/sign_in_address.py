"""The address to sign in at, told to a client who has opened the link of a used invite again."""

from werkzeug.wrappers import Response

from portal.diagnosis import remedies
from portal.staff import staff
from portal.staff.clients.menu import act
from portal.staff.clients.notices import Notice
from portal.staff.clients.profile import find_client
from portal.web import current


@staff.post("/staff/clients/<client_id>/sign-in-address")
def sign_in_address(client_id: str) -> Response:
    client = find_client(client_id)
    return act(client, lambda: remedies.tell_sign_in_address(client, current.actor()), Notice.ADDRESS, focus="notice")
