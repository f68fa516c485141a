"""Who gets what: each route, as answered to each person whose request is filled in well and whose form secret is right.

303 on a staff or client page is the way to the sign-in page; test_access.py looks where it leads.
"""

from typing import NamedTuple


class Answers(NamedTuple):
    anonymous: int
    client: int  # Rosa, signed in
    holder: int  # somebody who has opened Theo's invitation, and is not signed in
    owner: int  # Dana, signed in


EVERYBODY = Answers(200, 200, 200, 200)
ELSEWHERE = Answers(303, 303, 303, 303)  # a page that only leads on
NOBODY = Answers(404, 404, 404, 404)
NO_SUCH_METHOD = Answers(405, 405, 405, 405)
STAFF_PAGE = Answers(303, 303, 303, 200)
STAFF_ACT = Answers(401, 401, 401, 303)
CLIENT_PAGE = Answers(303, 200, 303, 303)
CLIENT_ACT = Answers(401, 303, 401, 401)

# route: (GET, POST)
MATRIX: dict[str, tuple[Answers, Answers]] = {
    "web.root": (ELSEWHERE, NO_SUCH_METHOD),
    "web.health": (Answers(503, 503, 503, 503), NO_SUCH_METHOD),  # no mail worker runs beside these tests
    "web.static_file": (EVERYBODY, NO_SUCH_METHOD),
    "web.favicon": (EVERYBODY, NO_SUCH_METHOD),
    "web.manifest": (EVERYBODY, NO_SUCH_METHOD),
    "staff.root": (ELSEWHERE, NO_SUCH_METHOD),
    "staff.setup": (NOBODY, NOBODY),  # the practice exists
    "staff.sign_in": (Answers(200, 200, 200, 303), Answers(303, 303, 303, 303)),
    "staff.forgot_password": (EVERYBODY, EVERYBODY),
    "staff.open_reset_link": (ELSEWHERE, NO_SUCH_METHOD),
    "staff.reset_password": (Answers(400, 400, 404, 400), Answers(400, 400, 409, 400)),
    "staff.sign_out": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.sign_out_everywhere": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.checklist": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.clients": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.new_client": (STAFF_PAGE, STAFF_ACT),
    "staff.client": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.edit_client": (STAFF_PAGE, STAFF_ACT),
    "staff.client_options": (STAFF_PAGE, STAFF_ACT),
    "staff.client_details": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.client_menu": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.new_email": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.emails": (STAFF_PAGE, STAFF_ACT),
    "staff.edit_email": (STAFF_PAGE, STAFF_ACT),
    "staff.delete_email": (STAFF_PAGE, STAFF_ACT),
    "staff.default_email": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.invitations": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.invitation_withdrawals": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.shown_links": (NO_SUCH_METHOD, Answers(401, 401, 401, 200)),  # a page at once: no GET may show a link
    "staff.invitation_progress": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.access": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.password_resets": (NO_SUCH_METHOD, Answers(401, 401, 401, 429)),  # one was sent just now
    "staff.password_reset_withdrawals": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.correction": (STAFF_PAGE, STAFF_ACT),
    "staff.mail_tries": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.unlockings": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.sign_in_address": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.step_skips": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.email_history": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.history": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.activity": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.dismissals": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.mail": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.mail_readings": (NO_SUCH_METHOD, Answers(401, 401, 401, 200)),
    "staff.profile": (STAFF_PAGE, STAFF_ACT),
    "staff.profile_password": (STAFF_PAGE, STAFF_ACT),
    "staff.provider_options": (STAFF_PAGE, STAFF_ACT),
    "staff.practice": (STAFF_PAGE, STAFF_ACT),
    "staff.client_portal": (STAFF_PAGE, STAFF_ACT),
    "staff.practice_mail": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.mail_sample": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.mail_tests": (NO_SUCH_METHOD, STAFF_ACT),
    "staff.mail_test": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.mail_health": (STAFF_PAGE, NO_SUCH_METHOD),
    "staff.mail_hold": (NO_SUCH_METHOD, STAFF_ACT),
    "client.sign_in": (Answers(200, 303, 200, 200), Answers(303, 303, 303, 303)),
    "client.forgot_password": (EVERYBODY, EVERYBODY),
    "client.open_invitation": (ELSEWHERE, NO_SUCH_METHOD),
    "client.register": (Answers(400, 400, 200, 400), Answers(400, 400, 200, 400)),  # 200: the birth date is asked
    "client.register_birth_date": (ELSEWHERE, Answers(400, 400, 303, 400)),
    "client.renewals": (ELSEWHERE, Answers(400, 400, 409, 400)),
    "client.open_reset_link": (ELSEWHERE, NO_SUCH_METHOD),
    "client.reset_password": (Answers(400, 400, 404, 400), Answers(400, 400, 409, 400)),
    "client.reset_birth_date": (ELSEWHERE, Answers(400, 400, 409, 400)),
    "client.guide": (EVERYBODY, NO_SUCH_METHOD),
    "client.guide_pdf": (EVERYBODY, NO_SUCH_METHOD),
    "client.sign_out": (NO_SUCH_METHOD, CLIENT_ACT),
    "client.sign_out_everywhere": (NO_SUCH_METHOD, CLIENT_ACT),
    "client.home": (CLIENT_PAGE, NO_SUCH_METHOD),
    "client.account": (CLIENT_PAGE, CLIENT_ACT),
    "client.step": (CLIENT_PAGE, CLIENT_ACT),
    "client.step_skips": (NO_SUCH_METHOD, CLIENT_ACT),
    "client.task": (CLIENT_PAGE, CLIENT_ACT),
}
