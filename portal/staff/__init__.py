"""The pages of those who work at the practice."""

from flask import Blueprint

staff = Blueprint("staff", __name__)

from portal.staff import (  # noqa: E402, F401
    access,
    activity,
    changes,
    checklist,
    client_details,
    client_menu,
    client_options,
    client_pictures,
    client_portal,
    clients,
    correction,
    emails,
    history,
    invitations,
    mail,
    mail_health,
    mail_tries,
    member_access,
    member_invitations,
    member_resets,
    members,
    new_client,
    password_reset,
    password_resets,
    practice,
    practice_mail,
    profile,
    provider_options,
    registration,
    session,
    setup,
    shown_links,
    sign_in,
    sign_in_address,
    step_skips,
    unlockings,
)
