"""A client's profile: the page around the parts that each have an address of their own."""

from dataclasses import dataclass

from flask import abort, render_template

from portal.credentials.status import status_of
from portal.models import Client
from portal.web.fields import PortalForm, email_field

NOTICES = ("invited", "withdrawn", "reset", "reset-withdrawn", "on", "off")


class EmailForm(PortalForm):
    email = email_field(needed="Enter an email address.")


@dataclass(frozen=True)
class EmailsInHand:
    """Which of the addresses is being worked on: its random id, "new" for one to come, None for none."""

    editing: str | None = None
    deleting: str | None = None
    form: EmailForm | None = None


def find_client(public_id: str) -> Client:
    """The client of an address, or 404."""
    client = Client.by_public_id(public_id)
    if client is None:
        abort(404)
    return client


def menu_values(client: Client, notice: str | None = None, problem: str | None = None) -> dict[str, object]:
    return {
        "client": client,
        "portal": status_of(client),
        "notice": notice if notice in NOTICES else None,
        "problem": problem,
    }


def render_profile(
    client: Client, notice: str | None = None, problem: str | None = None, in_hand: EmailsInHand | None = None
) -> str:
    values = menu_values(client, notice, problem) | {"is_page": True}
    return render_template("staff/clients/show.html", **values, in_hand=in_hand or EmailsInHand())
