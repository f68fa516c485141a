"""Deactivating a member of staff, and activating again: it sends the wanted state."""

from werkzeug.wrappers import Response

from portal.practice.staff_accounts import set_active
from portal.staff import staff
from portal.staff.practice.member_notices import MemberNotice
from portal.staff.practice.member_page import act, find_member
from portal.web import access, current
from portal.web.forms import wanted


@staff.post("/staff/practice/staff/<member_id>/access")
@access.managers_only
def member_access(member_id: str) -> Response:
    person = find_member(member_id)
    enabled = wanted.state("enabled")
    return act(
        person, lambda: set_active(person, enabled, current.actor()), MemberNotice.ON if enabled else MemberNotice.OFF
    )
