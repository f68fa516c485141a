"""The kinds of events, by the names that rows carry: what each is about, its sentence, and the fields it is given."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """``sentence`` is what History shows; its {names} are the fields that the event must be given."""

    group: str
    sentence: str
    fields: tuple[str, ...] = ()


ADDRESSES = ("email", "old")  # fields that hold an email address, as it is mailed to; "old" also other things
KINDS = {
    "practice_created": Kind("practice", "Practice created"),
    "practice_changed": Kind("practice", "Practice changed: {what}", ("what",)),
    "checklist_said": Kind("practice", "Checklist: {what}", ("what",)),
    "option_changed": Kind("practice", "{option}: changed from {old} to {new}", ("option", "old", "new")),
    "provider_option_changed": Kind(
        "practice",
        "{option}, for clients of {provider}: changed from {old} to {new}",
        ("option", "provider", "old", "new"),
    ),
    "client_option_changed": Kind(
        "clients", "{option}, for this client: changed from {old} to {new}", ("option", "old", "new")
    ),
    "staff_added": Kind("practice", "{name} added to the staff as {role}: {how}", ("name", "role", "how")),
    "staff_changed": Kind("practice", "{name}, on the staff, changed: {what}", ("name", "what")),
    "staff_role_changed": Kind("practice", "Role of {name} changed from {old} to {new}", ("name", "old", "new")),
    "staff_deactivated": Kind("practice", "Staff account of {name} deactivated", ("name",)),
    "staff_activated": Kind("practice", "Staff account of {name} activated", ("name",)),
    "staff_registered": Kind("practice", "Staff account of {name} created", ("name",)),
    "staff_invite_sent": Kind("practice", "Staff invite for {name}, {email}", ("name", "email")),
    "staff_invite_withdrawn": Kind("practice", "Staff invite for {name} withdrawn", ("name",)),
    "profile_changed": Kind("practice", "Own profile changed: {what}", ("what",)),
    "client_added": Kind("clients", "Client added"),
    "client_changed": Kind("clients", "Details changed: {what}", ("what",)),
    "language_chosen": Kind("clients", "Language chosen: {language}", ("language",)),
    "languages_chosen_often": Kind(
        "clients", "Language chosen {count} times; further ones are only counted", ("count",)
    ),
    "languages_chosen": Kind("clients", "Language chosen: {count} times in all, not for an hour now", ("count",)),
    "email_added": Kind("clients", "Email address {email} added", ("email",)),
    "email_changed": Kind("clients", "Email address {old} changed to {email}", ("old", "email")),
    "email_deleted": Kind("clients", "Email address {email} deleted", ("email",)),
    "default_email_set": Kind("clients", "Default email is now {email}", ("email",)),
    "invitation_sent": Kind("invitations", "Portal invite for {email}", ("email",)),
    "invitation_renewed": Kind("invitations", "New link asked for; portal invite for {email}", ("email",)),
    "link_shown": Kind("invitations", "Link shown on the screen"),
    "invitation_withdrawn": Kind("invitations", "Invite withdrawn"),
    "invitation_ended": Kind("invitations", "Invite ended: the default email changed"),
    "birth_date_confirmed": Kind("invitations", "Date of birth confirmed"),
    "birth_date_wrong": Kind("invitations", "Wrong date of birth, {count} of 5 tries", ("count",)),
    "link_locked": Kind("invitations", "Link locked after 5 wrong dates of birth"),
    "registered": Kind("invitations", "Portal account created"),
    "step_answered": Kind("clients", "{step} filled in", ("step",)),
    "step_changed": Kind("clients", "{step} changed", ("step",)),
    "change_proposed": Kind("clients", "{step} changed by the client, to be accepted: {what}", ("step", "what")),
    "change_taken_back": Kind("clients", "{step}, change taken back: {what}", ("step", "what")),
    "change_accepted": Kind("clients", "{step}, change accepted: {what}", ("step", "what")),
    "change_declined": Kind("clients", "{step}, change not taken over: {what}", ("step", "what")),
    "change_asked": Kind("clients", "{step}, client asked about: {what}", ("step", "what")),
    "step_left": Kind("clients", "{step} skipped for now", ("step",)),
    "step_skipped": Kind("clients", "{step} skipped for this client: {reason}", ("step", "reason")),
    "reset_sent": Kind("passwords", "Password reset for {email}", ("email",)),
    "reset_asked": Kind("passwords", "Password reset asked for by form: {outcome}", ("outcome",)),
    "resets_refused_often": Kind(
        "passwords", "Password reset asked for in vain {count} times by form; further ones are only counted", ("count",)
    ),
    "resets_refused_in_all": Kind(
        "passwords", "Password resets asked for in vain by form: {count} in all, none for an hour now", ("count",)
    ),
    "reset_withdrawn": Kind("passwords", "Password reset withdrawn"),
    "reset_ended": Kind("passwords", "Password reset ended: {why}", ("why",)),
    "password_reset": Kind("passwords", "Password reset by link"),
    "password_changed": Kind("passwords", "Password changed"),
    "signed_in": Kind("sign-ins", "Signed in: {device}", ("device",)),
    "sign_in_refused": Kind("sign-ins", "Sign-in refused: {why}", ("why",)),
    "sign_ins_refused_often": Kind(
        "sign-ins", "Sign-in refused {count} times; further ones are only counted", ("count",)
    ),
    "sign_ins_refused_in_all": Kind("sign-ins", "Sign-ins refused: {count} in all, none for an hour now", ("count",)),
    "sign_in_stopped": Kind("sign-ins", "Sign-in stopped after 100 wrong passwords; a password reset opens it again"),
    "sign_in_unlocked": Kind("sign-ins", "Sign-in unlocked"),
    "sign_in_address_told": Kind("sign-ins", "Sign-in address copied for the client"),
    "signed_out": Kind("sign-ins", "Signed out"),
    "signed_out_everywhere": Kind("sign-ins", "Signed out everywhere"),
    "access_turned_off": Kind("access", "Portal access turned off"),
    "access_turned_on": Kind("access", "Portal access turned on"),
    "mail_sent": Kind("mail", "Mail to {email} sent", ("email",)),
    "mail_failed": Kind("mail", "Mail to {email} not delivered: {why}", ("email", "why")),
    "mail_not_sent": Kind("mail", "Mail to {email} not sent: {why}", ("email", "why")),
    "test_mail_sent": Kind("mail", "Test mail for {email}: {what}", ("email", "what")),
    "mail_try_asked": Kind("mail", "Mail to {email}: another try at once", ("email",)),
    "mail_read": Kind("mail", "Kept mail to {email} shown", ("email",)),
    "mail_held": Kind("mail", "All mail held"),
    "mail_released": Kind("mail", "All mail released, {count} waiting", ("count",)),
    "chain_renewed": Kind(
        "practice",
        "Record put under a key; the {count} events before it were {state}; last hash {head}",
        ("count", "state", "head"),
    ),
    "attention_dismissed": Kind("practice", "Dismissed from Needs attention: {what}", ("what",)),
}
GROUPS = ("clients", "invitations", "passwords", "sign-ins", "access", "mail", "practice")
