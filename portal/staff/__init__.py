"""The pages of those who work at the practice."""

from portal.web.access import Pages, Who

staff = Pages("staff", __name__, Who.STAFF)

from portal.staff import activity, help  # noqa: E402, F401
from portal.staff.clients import (  # noqa: E402, F401
    correction,
    details,
    email_addresses,
    history,
    invitations,
    menu,
    new_client,
    options,
    password_resets,
    pending_changes,
    photos,
    portal_access,
    records,
    shown_links,
    sign_in_address,
    step_skips,
    unlockings,
)
from portal.staff.own import password_reset, profile, registration, session, sign_in  # noqa: E402, F401
from portal.staff.practice import (  # noqa: E402, F401
    checklist,
    client_portal,
    mail,
    mail_health,
    mail_tries,
    member_access,
    member_invitations,
    member_resets,
    members,
    particulars,
    practice_mail,
    provider_options,
    setup,
)
