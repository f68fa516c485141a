"""Inviting a client, and taking it back."""

from werkzeug.wrappers import Response

from portal.credentials import invitations as verbs
from portal.staff import staff
from portal.staff.clients.menu import act
from portal.staff.clients.notices import Notice
from portal.staff.clients.profile import find_client
from portal.web import current


@staff.post("/staff/clients/<client_id>/invitations")
def invitations(client_id: str) -> Response:
    client = find_client(client_id)
    return act(client, lambda: verbs.send(client, current.actor()), Notice.INVITED)


@staff.post("/staff/clients/<client_id>/invitations/withdrawals")
def invitation_withdrawals(client_id: str) -> Response:
    client = find_client(client_id)
    return act(client, lambda: verbs.withdraw(client, current.actor()), Notice.WITHDRAWN)
