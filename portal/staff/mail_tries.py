"""A mail that waits for its next try is tried at once."""

from werkzeug.wrappers import Response

from portal.credentials import fixes
from portal.staff import staff
from portal.staff.client_menu import act
from portal.staff.profile_page import find_client
from portal.web import current


@staff.post("/staff/clients/<client_id>/mail/tries")
def mail_tries(client_id: str) -> Response:
    client = find_client(client_id)
    return act(client, lambda: fixes.try_again(client, current.actor()), "again", focus="notice")
