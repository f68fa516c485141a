"""Sending a member of staff a password reset, and taking it back."""

from werkzeug.wrappers import Response

from portal.practice import staff_invitations
from portal.staff import staff
from portal.staff.practice.member_notices import MemberNotice
from portal.staff.practice.member_page import act, find_member
from portal.web import access, current


@staff.post("/staff/practice/staff/<member_id>/password-resets")
@access.managers_only
def member_password_resets(member_id: str) -> Response:
    person = find_member(member_id)
    return act(person, lambda: staff_invitations.send_reset(person, current.actor()), MemberNotice.RESET)


@staff.post("/staff/practice/staff/<member_id>/password-resets/withdrawals")
@access.managers_only
def member_password_reset_withdrawals(member_id: str) -> Response:
    person = find_member(member_id)
    return act(person, lambda: staff_invitations.withdraw_reset(person, current.actor()), MemberNotice.RESET_WITHDRAWN)
