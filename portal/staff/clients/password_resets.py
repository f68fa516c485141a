"""Sending a client a password reset, and taking it back."""

from werkzeug.wrappers import Response

from portal.credentials import passwords
from portal.staff import staff
from portal.staff.clients.menu import act
from portal.staff.clients.notices import Notice
from portal.staff.clients.profile import find_client
from portal.web import current


@staff.post("/staff/clients/<client_id>/password-resets")
def password_resets(client_id: str) -> Response:
    client = find_client(client_id)
    return act(client, lambda: passwords.send_reset(client, current.actor()), Notice.RESET)


@staff.post("/staff/clients/<client_id>/password-resets/withdrawals")
def password_reset_withdrawals(client_id: str) -> Response:
    client = find_client(client_id)
    return act(client, lambda: passwords.withdraw_reset(client, current.actor()), Notice.RESET_WITHDRAWN)
