"""Who gets what: each route, as answered to each person whose request is filled in well and whose form secret is right.

303 on a staff or client page is the way to the sign-in page; test_access.py looks where it leads.
"""

from typing import NamedTuple


class Answers(NamedTuple):
    anonymous: int
    client: int  # Rosa, signed in
    holder: int  # somebody who has opened Theo's invitation, and is not signed in
    staff: int  # Sam, signed in
    manager: int  # Lena, signed in
    owner: int  # Dana, signed in
    deactivated: int  # Otto, who was signed in


def everybody(answer: int) -> Answers:
    return Answers(*[answer] * len(Answers._fields))


def of_staff(staff: int, manager: int, owner: int, *, others: int) -> Answers:
    """The same for all who are not signed in as staff, and for whoever is deactivated."""
    return Answers(others, others, others, staff, manager, owner, others)


EVERYBODY = everybody(200)
ELSEWHERE = everybody(303)  # a page that only leads on
NOBODY = everybody(404)
NO_SUCH_METHOD = everybody(405)
STAFF_PAGE = of_staff(200, 200, 200, others=303)
STAFF_ACT = of_staff(303, 303, 303, others=401)
MANAGER_PAGE = of_staff(404, 200, 200, others=303)
MANAGER_ACT = of_staff(404, 303, 303, others=401)
CLIENT_PAGE = Answers(303, 200, 303, 303, 303, 303, 303)
CLIENT_ACT = Answers(401, 303, 401, 401, 401, 401, 401)
NO_LINK = everybody(400)  # none was opened in this browser


def with_link(holder: int) -> Answers:
    """Whoever has opened Theo's invitation gets something else than "Open your link again"."""
    return NO_LINK._replace(holder=holder)


# route: (GET, POST)
MATRIX: dict[str, tuple[Answers, Answers]] = {
    "web.root": (ELSEWHERE, NO_SUCH_METHOD),
    "web.health": (everybody(503), NO_SUCH_METHOD),  # no mail worker runs beside these tests
    "web.static_file": (EVERYBODY, NO_SUCH_METHOD),
    "web.favicon": (EVERYBODY, NO_SUCH_METHOD),
    "web.manifest": (EVERYBODY, NO_SUCH_METHOD),
    "web.logo": (EVERYBODY, NO_SUCH_METHOD),
    "staff.root": (ELSEWHERE, NO_SUCH_METHOD),
    "staff.setup": (NOBODY, NOBODY),  # the practice exists
    "staff.sign_in": (of_staff(303, 303, 303, others=200), ELSEWHERE),
    "staff.forgot_password": (EVERYBODY, EVERYBODY),
    "staff.open_reset_link": (ELSEWHERE, NO_SUCH_METHOD),
    "staff.open_invitation": (ELSEWHERE, NO_SUCH_METHOD),
    "staff.register": (with_link(404), with_link(409)),
    "staff.reset_password": (with_link(404), with_link(409)),
    "staff.sign_out": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.sign_out_everywhere": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.session": (ELSEWHERE, STAFF_ACT),
    "staff.checklist": (of_staff(404, 404, 200, others=303), NO_SUCH_METHOD),
    "staff.checklist_marks": (NO_SUCH_METHOD, of_staff(404, 404, 303, others=401)),
    "staff.clients": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.new_client": (STAFF_PAGE, STAFF_ACT),
    "staff.client": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.edit_client": (STAFF_PAGE, STAFF_ACT),
    "staff.client_options": (STAFF_PAGE, STAFF_ACT),
    "staff.client_details": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.client_picture": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.client_menu": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.new_email": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.emails": (STAFF_PAGE, STAFF_ACT),
    "staff.edit_email": (STAFF_PAGE, STAFF_ACT),
    "staff.delete_email": (STAFF_PAGE, STAFF_ACT),
    "staff.default_email": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.invitations": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.invitation_withdrawals": (NO_SUCH_METHOD, STAFF_ACT),
    # a page at once: no GET may show a link
    "staff.shown_links": (NO_SUCH_METHOD, of_staff(200, 200, 200, others=401)),
    "staff.invitation_progress": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.access": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.password_resets": (NO_SUCH_METHOD, of_staff(429, 429, 429, others=401)),  # one was sent just now
    "staff.password_reset_withdrawals": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.correction": (STAFF_PAGE, STAFF_ACT),
    "staff.mail_tries": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.unlockings": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.sign_in_address": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.step_skips": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.acceptances": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.refusals": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.questions": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.email_history": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.history": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.help": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.activity": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.dismissals": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.mail": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.mail_readings": (NO_SUCH_METHOD, of_staff(200, 200, 200, others=401)),
    "staff.profile": (STAFF_PAGE, STAFF_ACT),
    "staff.profile_password": (STAFF_PAGE, STAFF_ACT),
    "staff.provider_options": (
        of_staff(404, 200, 200, others=303),
        of_staff(404, 303, 303, others=401),
    ),  # Sam: no provider
    "staff.practice": (MANAGER_PAGE, MANAGER_ACT),
    "staff.logo_removals": (NO_SUCH_METHOD, MANAGER_ACT),
    "staff.members": (MANAGER_PAGE, NO_SUCH_METHOD),
    "staff.new_member": (MANAGER_PAGE, MANAGER_ACT),
    "staff.member": (MANAGER_PAGE, MANAGER_ACT),
    "staff.member_access": (NO_SUCH_METHOD, MANAGER_ACT),
    "staff.member_invitations": (NO_SUCH_METHOD, MANAGER_ACT),
    "staff.member_invitation_withdrawals": (NO_SUCH_METHOD, MANAGER_ACT),
    "staff.member_password_resets": (NO_SUCH_METHOD, MANAGER_ACT),
    "staff.member_password_reset_withdrawals": (NO_SUCH_METHOD, MANAGER_ACT),
    "staff.client_portal": (MANAGER_PAGE, MANAGER_ACT),
    "staff.practice_mail": (MANAGER_PAGE, NO_SUCH_METHOD),
    "staff.mail_sample": (MANAGER_PAGE, NO_SUCH_METHOD),
    "staff.mail_tests": (NO_SUCH_METHOD, MANAGER_ACT),
    "staff.mail_test": (of_staff(404, 404, 200, others=303), NO_SUCH_METHOD),  # one's own only
    "staff.mail_health": (MANAGER_PAGE, NO_SUCH_METHOD),
    "staff.mail_hold": (NO_SUCH_METHOD, of_staff(404, 404, 303, others=401)),
    "client.sign_in": (EVERYBODY._replace(client=303), ELSEWHERE),
    "client.forgot_password": (EVERYBODY, EVERYBODY),
    "client.open_invitation": (ELSEWHERE, NO_SUCH_METHOD),
    "client.register": (with_link(200), with_link(200)),  # 200: the birth date is asked
    "client.register_birth_date": (ELSEWHERE, with_link(303)),
    "client.renewals": (ELSEWHERE, with_link(409)),
    "client.open_reset_link": (ELSEWHERE, NO_SUCH_METHOD),
    "client.reset_password": (with_link(404), with_link(409)),
    "client.reset_birth_date": (ELSEWHERE, with_link(409)),
    "client.guide": (EVERYBODY, NO_SUCH_METHOD),
    "client.guide_pdf": (EVERYBODY, NO_SUCH_METHOD),
    "client.language": (NO_SUCH_METHOD, ELSEWHERE),
    "client.sign_out": (NO_SUCH_METHOD, CLIENT_ACT),
    "client.sign_out_everywhere": (NO_SUCH_METHOD, CLIENT_ACT),
    "client.session": (ELSEWHERE, CLIENT_ACT),
    "client.home": (CLIENT_PAGE, NO_SUCH_METHOD),
    "client.account": (CLIENT_PAGE, CLIENT_ACT),
    "client.step": (CLIENT_PAGE, CLIENT_ACT),
    "client.step_skips": (NO_SUCH_METHOD, CLIENT_ACT),
    "client.task": (CLIENT_PAGE, CLIENT_ACT),
    "client.picture": (CLIENT_PAGE, NO_SUCH_METHOD),
}
