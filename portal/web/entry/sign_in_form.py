"""The two sign-in forms, which are also shown on pages whose session has ended."""

from wtforms import PasswordField, StringField

from portal.i18n import lazy
from portal.web.forms.fields import PortalForm, password_field, sign_in_name_field


class SignInForm(PortalForm):
    username: StringField
    password: PasswordField


class ClientSignInForm(SignInForm):
    username = sign_in_name_field(lazy("Username"), lazy("Enter your username."))
    password = password_field(lazy("Password"), lazy("Enter your password."))


class StaffSignInForm(SignInForm):
    username = sign_in_name_field("Username or email", "Enter your username or email.")
    password = password_field("Password", "Enter your password.")


def sign_in_form_of(audience: str, **kwargs: object) -> SignInForm:
    forms: dict[str, type[SignInForm]] = {"staff": StaffSignInForm, "client": ClientSignInForm}
    return forms[audience](**kwargs)
