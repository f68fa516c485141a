"""What owners and managers fill in about a member of staff."""

from wtforms import BooleanField, SelectField

from portal.credentials import passwords
from portal.errors import WrongCredentials
from portal.models import Staff
from portal.models.staff import ROLES
from portal.practice.staff_accounts import Position
from portal.web import current
from portal.web.forms.email_field import email_field
from portal.web.forms.fields import PortalForm, password_field, text_field


class MemberForm(PortalForm):
    """``email`` stays until the person has registered; afterwards it is theirs."""

    name = text_field("Name", 120, needed="Enter the name.")
    email = email_field(needed="Enter the email address that the invite goes to.")
    role = SelectField("Role", default="staff")
    sees_clients = BooleanField("Sees clients")
    current = password_field("Current password", None)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(role, name) for role, name in ROLES.items() if current.staff().manages(role)]

    @classmethod
    def for_person(cls, person: Staff, *, is_submitted: bool = False) -> "MemberForm":
        """For one who is there already: with what was sent, or as things stand."""
        form = cls(obj=person) if is_submitted else cls(formdata=None, obj=person)
        if person.registered_at is not None:
            del form.email
        return form

    @property
    def position(self) -> Position:
        return Position(self.name.data, self.role.data, self.sees_clients.data)

    @property
    def address(self) -> str | None:
        return self.email.data if "email" in self else None

    def gives_what_is_not_theirs_to_give(self) -> bool:
        """Whether it names a role that its sender may not manage."""
        role = self.role.data
        return role in ROLES and not current.staff().manages(role)

    def confirm(self) -> None:
        """The sender's own password, counted as a sign-in. Raises as passwords.confirm."""
        if not self.current.data:
            raise WrongCredentials()
        passwords.confirm(current.staff(), self.current.data)
