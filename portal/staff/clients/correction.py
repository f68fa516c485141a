"""Correcting a mistyped address and sending again, in one step."""

from flask import render_template
from werkzeug.wrappers import Response

from portal.diagnosis import remedies
from portal.errors import CredentialError
from portal.models import Client
from portal.staff import staff
from portal.staff.clients.menu import menu_address, refused, render_client_menu
from portal.staff.clients.notices import Notice
from portal.staff.clients.profile import EmailsInHand, find_client, menu_values, render_profile
from portal.web import current
from portal.web.forms.email_field import email_field
from portal.web.forms.fields import PortalForm
from portal.web.fragments import fragment_or_page, fragment_or_redirect


class CorrectionForm(PortalForm):
    # an id of its own: the same field may be open among the addresses
    email = email_field(needed="Enter an email address.", id="corrected-email")


@staff.route("/staff/clients/<client_id>/correction", methods=["GET", "POST"])
def correction(client_id: str) -> Response:
    client, form = find_client(client_id), CorrectionForm()
    if not form.is_submitted():
        default = client.default_email
        return _show(client, CorrectionForm(formdata=None, email=default.address) if default else None)
    if form.validate():
        try:
            remedies.correct_and_send(client, form.email.data, current.actor())
            return _done(client)
        except CredentialError as error:
            return refused(client, error, correction=form)
    return _show(client, form, 422)


def _show(client: Client, form: CorrectionForm | None, status: int = 200) -> Response:
    return fragment_or_page(
        lambda: render_client_menu(client, correction=form), lambda: render_profile(client, correction=form), status
    )


def _done(client: Client) -> Response:
    """The menu, which says where the mail goes, and with it the card of addresses."""
    notice = Notice.RESET if client.account else Notice.INVITED
    return fragment_or_redirect(
        lambda: render_template(
            "staff/clients/_menu_and_emails.html",
            in_hand=EmailsInHand(),
            **menu_values(client, notice, focus="notice"),
        ),
        menu_address(client, notice),
    )
