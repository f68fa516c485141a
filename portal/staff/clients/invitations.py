"""Inviting a client, and taking it back."""

from werkzeug.wrappers import Response

from portal.credentials.invitations import send_invitation, withdraw_invitation
from portal.staff import staff
from portal.staff.clients.menu import act
from portal.staff.clients.notices import Notice
from portal.staff.clients.profile import find_client
from portal.web import current


@staff.post("/staff/clients/<client_id>/invitations")
def invitations(client_id: str) -> Response:
    client = find_client(client_id)
    return act(client, lambda: send_invitation(client, current.actor()), Notice.INVITED)


@staff.post("/staff/clients/<client_id>/invitations/withdrawals")
def invitation_withdrawals(client_id: str) -> Response:
    client = find_client(client_id)
    return act(client, lambda: withdraw_invitation(client, current.actor()), Notice.WITHDRAWN)
