"""The field of an email address, wherever one is typed."""

from wtforms import Form, StringField
from wtforms.validators import ValidationError

from portal import email_address
from portal.email_address import NeedsSmtpUtf8, NotAnAddress
from portal.i18n import _, lazy
from portal.web.forms.fields import EXACT, text_field


class AddressField(StringField):  # type: ignore[misc]
    """``data`` is the address as it is mailed to; the field shows it as people read it."""

    def _value(self) -> str:
        return email_address.shown(self.data or "")


def email_field(label: str = lazy("Email"), *, needed: str | None = None, **kwargs: object) -> StringField:
    field = text_field(label, email_address.LONGEST, needed=needed, kind=AddressField, render_kw=EXACT, **kwargs)
    field.kwargs["validators"] = [*field.kwargs["validators"], can_be_mailed]
    return field


def can_be_mailed(form: Form, field: StringField) -> None:
    """Writes the address back as it is kept."""
    if not field.data:
        return
    try:
        field.data = email_address.read(field.data)
    except NotAnAddress as error:
        raise ValidationError(_("This is not a complete email address, like name@example.com.")) from error
    except NeedsSmtpUtf8 as error:
        raise ValidationError(
            _(
                "Use only plain letters, digits and signs before the @: mail to an address with others does not reach "
                "everybody."
            )
        ) from error
