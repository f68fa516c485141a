"""Inviting a member of staff again, and taking it back."""

from werkzeug.wrappers import Response

from portal.practice import staff_invitations
from portal.staff import staff
from portal.staff.practice.member_notices import MemberNotice
from portal.staff.practice.member_page import act, find_member
from portal.web import access, current


@staff.post("/staff/practice/staff/<member_id>/invitations")
@access.managers_only
def member_invitations(member_id: str) -> Response:
    person = find_member(member_id)
    return act(person, lambda: staff_invitations.invite(person, current.actor()), MemberNotice.INVITED)


@staff.post("/staff/practice/staff/<member_id>/invitations/withdrawals")
@access.managers_only
def member_invitation_withdrawals(member_id: str) -> Response:
    person = find_member(member_id)
    return act(person, lambda: staff_invitations.withdraw_invite(person, current.actor()), MemberNotice.WITHDRAWN)
