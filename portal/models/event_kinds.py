"""The kinds of events, by the names that rows carry: what each is about, its sentence, and the fields it is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from string import Formatter

from portal.models.attempt import STOP_AFTER
from portal.models.link import WRONG_BIRTH_DATES


@dataclass(frozen=True)
class Kind:
    """``sentence`` is what History shows; its {names} are the fields that the event must be given."""

    group: str
    sentence: str

    @cached_property
    def fields(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(self.sentence) if name))


ADDRESSES = ("email", "old")  # fields that hold an email address, as it is mailed to; "old" also other things
KINDS = {
    "practice_created": Kind("practice", "Practice created"),
    "practice_changed": Kind("practice", "Practice changed: {what}"),
    "checklist_said": Kind("practice", "Checklist: {what}"),
    "option_changed": Kind("practice", "{option}: changed from {old} to {new}"),
    "provider_option_changed": Kind("practice", "{option}, for clients of {provider}: changed from {old} to {new}"),
    "client_option_changed": Kind("clients", "{option}, for this client: changed from {old} to {new}"),
    "staff_added": Kind("practice", "{name} added to the staff as {role}: {how}"),
    "staff_changed": Kind("practice", "{name}, on the staff, changed: {what}"),
    "staff_role_changed": Kind("practice", "Role of {name} changed from {old} to {new}"),
    "staff_deactivated": Kind("practice", "Staff account of {name} deactivated"),
    "staff_activated": Kind("practice", "Staff account of {name} activated"),
    "staff_registered": Kind("practice", "Staff account of {name} created"),
    "staff_invite_sent": Kind("practice", "Staff invite for {name}, {email}"),
    "staff_invite_withdrawn": Kind("practice", "Staff invite for {name} withdrawn"),
    "profile_changed": Kind("practice", "Own profile changed: {what}"),
    "client_added": Kind("clients", "Client added"),
    "client_changed": Kind("clients", "Details changed: {what}"),
    "language_chosen": Kind("clients", "Language chosen: {language}"),
    "languages_chosen_often": Kind("clients", "Language chosen {count} times; further ones are only counted"),
    "languages_chosen": Kind("clients", "Language chosen: {count} times in all, not for an hour now"),
    "email_added": Kind("clients", "Email address {email} added"),
    "email_changed": Kind("clients", "Email address {old} changed to {email}"),
    "email_deleted": Kind("clients", "Email address {email} deleted"),
    "default_email_set": Kind("clients", "Default email is now {email}"),
    "invitation_sent": Kind("invitations", "Portal invite for {email}"),
    "invitation_renewed": Kind("invitations", "New link asked for; portal invite for {email}"),
    "link_shown": Kind("invitations", "Link shown on the screen"),
    "invitation_withdrawn": Kind("invitations", "Invite withdrawn"),
    "invitation_ended": Kind("invitations", "Invite ended: the default email changed"),
    "birth_date_confirmed": Kind("invitations", "Date of birth confirmed"),
    "birth_date_wrong": Kind("invitations", f"Wrong date of birth, {{count}} of {WRONG_BIRTH_DATES} tries"),
    "link_locked": Kind("invitations", f"Link locked after {WRONG_BIRTH_DATES} wrong dates of birth"),
    "registered": Kind("invitations", "Portal account created"),
    "step_answered": Kind("clients", "{step} filled in"),
    "step_changed": Kind("clients", "{step} changed"),
    "change_proposed": Kind("clients", "{step} changed by the client, to be accepted: {what}"),
    "change_taken_back": Kind("clients", "{step}, change taken back: {what}"),
    "change_accepted": Kind("clients", "{step}, change accepted: {what}"),
    "change_declined": Kind("clients", "{step}, change not taken over: {what}"),
    "change_asked": Kind("clients", "{step}, client asked about: {what}"),
    "step_left": Kind("clients", "{step} skipped for now"),
    "step_skipped": Kind("clients", "{step} skipped for this client: {reason}"),
    "reset_sent": Kind("passwords", "Password reset for {email}"),
    "reset_asked": Kind("passwords", "Password reset asked for by form: {outcome}"),
    "resets_refused_often": Kind(
        "passwords", "Password reset asked for in vain {count} times by form; further ones are only counted"
    ),
    "resets_refused_in_all": Kind(
        "passwords", "Password resets asked for in vain by form: {count} in all, none for an hour now"
    ),
    "reset_withdrawn": Kind("passwords", "Password reset withdrawn"),
    "reset_ended": Kind("passwords", "Password reset ended: {why}"),
    "password_reset": Kind("passwords", "Password reset by link"),
    "password_changed": Kind("passwords", "Password changed"),
    "signed_in": Kind("sign-ins", "Signed in: {device}"),
    "sign_in_refused": Kind("sign-ins", "Sign-in refused: {why}"),
    "sign_ins_refused_often": Kind("sign-ins", "Sign-in refused {count} times; further ones are only counted"),
    "sign_ins_refused_in_all": Kind("sign-ins", "Sign-ins refused: {count} in all, none for an hour now"),
    "sign_in_stopped": Kind(
        "sign-ins", f"Sign-in stopped after {STOP_AFTER} wrong passwords; a password reset opens it again"
    ),
    "sign_in_unlocked": Kind("sign-ins", "Sign-in unlocked"),
    "sign_in_address_told": Kind("sign-ins", "Sign-in address copied for the client"),
    "signed_out": Kind("sign-ins", "Signed out"),
    "signed_out_everywhere": Kind("sign-ins", "Signed out everywhere"),
    "access_turned_off": Kind("access", "Portal access turned off"),
    "access_turned_on": Kind("access", "Portal access turned on"),
    "mail_sent": Kind("mail", "Mail to {email} sent"),
    "mail_failed": Kind("mail", "Mail to {email} not delivered: {why}"),
    "mail_not_sent": Kind("mail", "Mail to {email} not sent: {why}"),
    "test_mail_sent": Kind("mail", "Test mail for {email}: {what}"),
    "mail_try_asked": Kind("mail", "Mail to {email}: another try at once"),
    "mail_read": Kind("mail", "Kept mail to {email} shown"),
    "mail_held": Kind("mail", "All mail held"),
    "mail_released": Kind("mail", "All mail released, {count} waiting"),
    "chain_renewed": Kind(
        "practice", "Record put under a key; the {count} events before it were {state}; last hash {head}"
    ),
    "attention_dismissed": Kind("practice", "Dismissed from Needs attention: {what}"),
}
GROUPS = ("clients", "invitations", "passwords", "sign-ins", "access", "mail", "practice")
_OF_FOLDERS: dict[str, Kind] = {}


def use_folders(sentences: Mapping[str, Mapping[str, str]]) -> None:
    """From here on the folders of portal/tasks have these: sentences by kinds, by the folder, which is their group."""
    _OF_FOLDERS.clear()
    for folder, found in sentences.items():
        _OF_FOLDERS.update({kind: Kind(folder, sentence) for kind, sentence in found.items()})


def kinds() -> dict[str, Kind]:
    return KINDS | _OF_FOLDERS


def sentence_of(kind: str) -> str:
    """The kind itself where its folder is gone."""
    found = KINDS.get(kind) or _OF_FOLDERS.get(kind)
    return found.sentence if found else kind


def groups() -> list[str]:
    return [*GROUPS, *dict.fromkeys(kind.group for kind in _OF_FOLDERS.values())]
