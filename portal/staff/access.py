"""The toggle: it sends the wanted state."""

from flask import abort, request
from werkzeug.wrappers import Response

from portal.credentials.access import set_access
from portal.staff import staff
from portal.staff.client_menu import act
from portal.staff.profile_page import find_client
from portal.web import current

WANTED = {"1": True, "0": False}


@staff.post("/staff/clients/<client_id>/access")
def access(client_id: str) -> Response:
    client = find_client(client_id)
    enabled = WANTED.get(request.form.get("enabled", ""))
    if enabled is None:
        abort(400, "The wanted state is missing. Nothing was changed.")
    return act(client, lambda: set_access(client, enabled, current.actor()), "on" if enabled else "off")
