"""The toggle: it sends the wanted state."""

from flask import render_template
from werkzeug.wrappers import Response

from portal.credentials.portal_access import set_access
from portal.models import Client
from portal.staff import staff
from portal.staff.clients.menu import act
from portal.staff.clients.notices import Notice
from portal.staff.clients.profile import find_client, menu_values
from portal.web import current
from portal.web.forms import wanted


@staff.post("/staff/clients/<client_id>/access")
def access(client_id: str) -> Response:
    client = find_client(client_id)
    enabled = wanted.state("enabled")
    done = Notice.ON if enabled else Notice.OFF
    return act(client, lambda: set_access(client, enabled, current.actor()), done, render=_menu_and_changes)


def _menu_and_changes(client: Client, notice: str, focus: str | None) -> str:
    """Only who can sign in can be asked about a change."""
    return render_template("staff/clients/_menu_and_changes.html", **menu_values(client, notice, focus=focus))
