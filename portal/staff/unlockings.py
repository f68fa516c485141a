"""Letting a client who waits after wrong passwords try again at once."""

from werkzeug.wrappers import Response

from portal.credentials import fixes
from portal.staff import staff
from portal.staff.client_menu import act
from portal.staff.profile_page import find_client
from portal.web import current


@staff.post("/staff/clients/<client_id>/unlockings")
def unlockings(client_id: str) -> Response:
    client = find_client(client_id)
    return act(client, lambda: fixes.unlock(client, current.actor()), "unlocked", focus="notice")
