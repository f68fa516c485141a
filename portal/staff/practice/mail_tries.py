"""A mail that waits for its next try is tried at once."""

from werkzeug.wrappers import Response

from portal.diagnosis import remedies
from portal.staff import staff
from portal.staff.clients.menu import act
from portal.staff.clients.notices import Notice
from portal.staff.clients.profile import find_client
from portal.web import current


@staff.post("/staff/clients/<client_id>/mail/tries")
def mail_tries(client_id: str) -> Response:
    client = find_client(client_id)
    return act(client, lambda: remedies.try_again(client, current.actor()), Notice.AGAIN, focus="notice")
