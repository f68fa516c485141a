"""The toggle: it sends the wanted state."""

from werkzeug.wrappers import Response

from portal.credentials.access import set_access
from portal.staff import staff
from portal.staff.client_menu import act
from portal.staff.profile_page import find_client
from portal.web import current, wanted


@staff.post("/staff/clients/<client_id>/access")
def access(client_id: str) -> Response:
    client = find_client(client_id)
    enabled = wanted.state("enabled")
    return act(client, lambda: set_access(client, enabled, current.actor()), "on" if enabled else "off")
