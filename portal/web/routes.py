"""Who may open what: every route of the program. The start fails for a route that is not here."""

from enum import IntEnum

from flask import Flask


class Who(IntEnum):
    ANYONE = 0
    CLIENT = 1
    STAFF = 2
    MANAGER = 3  # managers and owners
    OWNER = 4


ACCESS = {
    "web.root": Who.ANYONE,
    "web.health": Who.ANYONE,
    "web.static_file": Who.ANYONE,
    "web.favicon": Who.ANYONE,
    "web.manifest": Who.ANYONE,
    "web.logo": Who.ANYONE,
    "staff.root": Who.ANYONE,
    "staff.sign_in": Who.ANYONE,
    "staff.forgot_password": Who.ANYONE,
    "staff.open_reset_link": Who.ANYONE,
    "staff.reset_password": Who.ANYONE,
    "staff.open_invitation": Who.ANYONE,
    "staff.register": Who.ANYONE,
    "staff.setup": Who.ANYONE,
    "staff.sign_out": Who.STAFF,
    "staff.sign_out_everywhere": Who.STAFF,
    "staff.session": Who.STAFF,
    "staff.checklist": Who.OWNER,
    "staff.checklist_marks": Who.OWNER,
    "staff.clients": Who.STAFF,
    "staff.new_client": Who.STAFF,
    "staff.client": Who.STAFF,
    "staff.edit_client": Who.STAFF,
    "staff.client_details": Who.STAFF,
    "staff.client_picture": Who.STAFF,
    "staff.client_menu": Who.STAFF,
    "staff.client_options": Who.STAFF,
    "staff.new_email": Who.STAFF,
    "staff.emails": Who.STAFF,
    "staff.edit_email": Who.STAFF,
    "staff.delete_email": Who.STAFF,
    "staff.default_email": Who.STAFF,
    "staff.invitations": Who.STAFF,
    "staff.invitation_withdrawals": Who.STAFF,
    "staff.shown_links": Who.STAFF,
    "staff.invitation_progress": Who.STAFF,
    "staff.access": Who.STAFF,
    "staff.password_resets": Who.STAFF,
    "staff.password_reset_withdrawals": Who.STAFF,
    "staff.correction": Who.STAFF,
    "staff.mail_tries": Who.STAFF,
    "staff.unlockings": Who.STAFF,
    "staff.sign_in_address": Who.STAFF,
    "staff.step_skips": Who.STAFF,
    "staff.acceptances": Who.STAFF,
    "staff.refusals": Who.STAFF,
    "staff.questions": Who.STAFF,
    "staff.email_history": Who.STAFF,
    "staff.history": Who.STAFF,
    "staff.activity": Who.STAFF,
    "staff.help": Who.STAFF,
    "staff.dismissals": Who.STAFF,
    "staff.mail": Who.STAFF,
    "staff.mail_readings": Who.STAFF,
    "staff.profile": Who.STAFF,
    "staff.profile_password": Who.STAFF,
    "staff.provider_options": Who.STAFF,  # one's own, where one sees clients
    "staff.practice": Who.MANAGER,
    "staff.logo_removals": Who.MANAGER,
    "staff.members": Who.MANAGER,  # owners among them are found by owners only
    "staff.new_member": Who.MANAGER,
    "staff.member": Who.MANAGER,
    "staff.member_access": Who.MANAGER,
    "staff.member_invitations": Who.MANAGER,
    "staff.member_invitation_withdrawals": Who.MANAGER,
    "staff.member_password_resets": Who.MANAGER,
    "staff.member_password_reset_withdrawals": Who.MANAGER,
    "staff.client_portal": Who.MANAGER,
    "staff.practice_mail": Who.MANAGER,
    "staff.mail_sample": Who.MANAGER,
    "staff.mail_tests": Who.MANAGER,
    "staff.mail_test": Who.MANAGER,
    "staff.mail_health": Who.MANAGER,
    "staff.mail_hold": Who.OWNER,
    "client.sign_in": Who.ANYONE,
    "client.forgot_password": Who.ANYONE,
    "client.enter_code": Who.ANYONE,
    "client.open_invitation": Who.ANYONE,
    "client.register": Who.ANYONE,
    "client.register_birth_date": Who.ANYONE,
    "client.renewals": Who.ANYONE,
    "client.open_reset_link": Who.ANYONE,
    "client.reset_password": Who.ANYONE,
    "client.reset_birth_date": Who.ANYONE,
    "client.guide": Who.ANYONE,
    "client.guide_pdf": Who.ANYONE,
    "client.language": Who.ANYONE,
    "client.sign_out": Who.CLIENT,
    "client.sign_out_everywhere": Who.CLIENT,
    "client.session": Who.CLIENT,
    "client.home": Who.CLIENT,
    "client.account": Who.CLIENT,
    "client.step": Who.CLIENT,
    "client.step_skips": Who.CLIENT,
    "client.task": Who.CLIENT,
    "client.picture": Who.CLIENT,  # one's own
}
BEFORE_SET_UP = ("staff.setup", "web.health", "web.static_file", "web.favicon")
# bytes that may be sent here by those let in, where it is more than elsewhere
LARGEST_BODY = {"staff.practice": 13 * 1024 * 1024}  # a logo that is too large is told on the form
# reached by timers, not by people: they never count as activity
POLLED = (
    "staff.client_menu", "staff.invitation_progress", "staff.mail_health", "staff.mail_test",
    "staff.session", "client.session",
)  # fmt: skip


def check(app: Flask) -> None:
    """Raises RuntimeError where the table and the program differ."""
    known = {rule.endpoint for rule in app.url_map.iter_rules()}
    if known != set(ACCESS):
        raise RuntimeError(f"routes and access table differ in {sorted(known ^ set(ACCESS))}")
