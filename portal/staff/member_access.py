"""Deactivating somebody on staff, and activating again: it sends the wanted state."""

from flask import abort, request
from werkzeug.wrappers import Response

from portal.credentials.staff import set_active
from portal.staff import staff
from portal.staff.access import WANTED
from portal.staff.member_page import act, find_member
from portal.web import current


@staff.post("/staff/practice/staff/<member_id>/access")
def member_access(member_id: str) -> Response:
    person = find_member(member_id)
    enabled = WANTED.get(request.form.get("enabled", ""))
    if enabled is None:
        abort(400, "The wanted state is missing. Nothing was changed.")
    return act(person, lambda: set_active(person, enabled, current.actor()), "on" if enabled else "off")
