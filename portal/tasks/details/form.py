"""The form of the details, and where its answers are kept."""

from portal.models import Client
from portal.models.step_record import Answers
from portal.web.fields import PortalForm, phone_field, text_field


class DetailsForm(PortalForm):
    preferred_name = text_field("Preferred name", 100)
    pronouns = text_field("Pronouns", 40)
    phone = phone_field(needed="Enter a phone number that we can call.")


def make(client: Client, answers: Answers | None) -> DetailsForm:
    on_file = {**(answers or {}), "preferred_name": client.preferred_name, "phone": client.phone}
    return DetailsForm(data=on_file)


def is_on_file(client: Client, answers: Answers | None) -> bool:
    return answers is not None and client.phone is not None


def keep(client: Client, form: DetailsForm) -> Answers:
    """Preferred name and phone are the client's own, which staff see and change too."""
    client.preferred_name, client.phone = form.preferred_name.data, form.phone.data
    return {"pronouns": form.pronouns.data}
