"""What happened to one client, and what was mailed."""

from flask import render_template

from portal.audit.history import NEWEST, events_of, mails_of
from portal.clients.portal_status import status_of
from portal.diagnosis import remedies
from portal.staff import staff
from portal.staff.clients.profile import find_client
from portal.web import places


@staff.get("/staff/clients/<client_id>/history")
def history(client_id: str) -> str:
    client = find_client(client_id)
    page = events_of(client, places.asked_for())
    return render_template("staff/clients/history.html", client=client, page=page)


@staff.get("/staff/clients/<client_id>/mail")
def email_history(client_id: str) -> str:
    client, place = find_client(client_id), places.asked_for()
    page, portal = mails_of(client, place), status_of(client)
    newest = page if place == NEWEST else mails_of(client)
    again = remedies.wanted_again(portal, newest.rows)
    return render_template("staff/clients/mail.html", client=client, page=page, portal=portal, again=again)
