"""Letting a client who waits after wrong passwords try again at once."""

from werkzeug.wrappers import Response

from portal.diagnosis import remedies
from portal.staff import staff
from portal.staff.clients.menu import act
from portal.staff.clients.notices import Notice
from portal.staff.clients.profile import find_client
from portal.web import current


@staff.post("/staff/clients/<client_id>/unlockings")
def unlockings(client_id: str) -> Response:
    client = find_client(client_id)
    return act(client, lambda: remedies.unlock(client, current.actor()), Notice.UNLOCKED, focus="notice")
