"""What a client has filled in, for staff to read."""

from flask import render_template

from portal import tasks
from portal.credentials import steps
from portal.staff import staff
from portal.staff.profile_page import find_client


@staff.get("/staff/clients/<client_id>/details")
def client_details(client_id: str) -> str:
    """Whatever the folders of the steps have to show of the answers."""
    client = find_client(client_id)
    parts = []
    for row in steps.answered(client):
        step = tasks.steps()[row.step]
        parts.append((step.title, row.answered_at, step.shown(client, row.answers or {})))
    return render_template("staff/clients/details.html", client=client, parts=parts)
