"""The two audiences: clients and staff sign in by the same rules, each on pages of its own."""

from dataclasses import dataclass

from portal.email_address import address_key
from portal.models import PortalAccount, Staff
from portal.models.account import username_key
from portal.models.link import LinkKind

Credential = PortalAccount | Staff


@dataclass(frozen=True)
class Audience:
    """``access`` is what can be turned off, in words."""

    name: str
    access: str
    invitation: LinkKind
    reset_link: LinkKind
    changed_mail: str

    def find(self, typed: str) -> Credential | None:
        return Staff.by_sign_in_name(typed) if self.name == "staff" else PortalAccount.by_sign_in_name(typed)

    def name_like(self, typed: str) -> str:
        """One text for all spellings of a name that would be the same account, whether or not it exists."""
        key = username_key(typed)
        return username_key(address_key(key)) if self.name == "staff" else key


CLIENT = Audience("client", "portal access", LinkKind.INVITATION, LinkKind.PASSWORD_RESET, "password_changed")
STAFF = Audience(
    "staff", "the staff account", LinkKind.STAFF_INVITATION, LinkKind.STAFF_PASSWORD_RESET, "staff_password_changed"
)


def audience_of(credential: Credential) -> Audience:
    return STAFF if isinstance(credential, Staff) else CLIENT
