"""What happened to one client, and what was mailed."""

from flask import render_template

from portal.credentials import fixes, records
from portal.credentials.status import status_of
from portal.staff import staff
from portal.staff.profile_page import find_client


@staff.get("/staff/clients/<client_id>/history")
def history(client_id: str) -> str:
    client = find_client(client_id)
    return render_template("staff/clients/history.html", client=client, events=records.events_of(client))


@staff.get("/staff/clients/<client_id>/mail")
def email_history(client_id: str) -> str:
    client = find_client(client_id)
    mails, portal = records.mails_of(client), status_of(client)
    again = fixes.wanted_again(portal, mails)
    return render_template("staff/clients/mail.html", client=client, mails=mails, portal=portal, again=again)
