"""Adding a client, with the invite at once where it is wanted."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from portal.clients import records
from portal.credentials.invitations import send_invitation
from portal.errors import AlreadySent, CredentialError
from portal.models import Client, Staff
from portal.models.base import random_id
from portal.staff import staff
from portal.staff.clients.menu import menu_address, refused_page
from portal.staff.clients.notices import Notice
from portal.staff.clients.records import ClientForm
from portal.web import current
from portal.web.forms.email_field import email_field


class NewClientForm(ClientForm):
    """``once`` is the public id that the client will have: the same form sent twice adds nobody twice."""

    email = email_field()
    once = HiddenField(default=random_id)

    def offer_providers(self, present: Staff | None = None) -> None:
        super().offer_providers(present)
        if len(self.providers) == 1 and not self.is_submitted():
            self.provider.data = self.providers[0].public_id

    def is_right(self, *, is_mailed: bool) -> bool:
        is_valid: bool = self.validate()
        if is_mailed and not self.email.data and not self.email.errors:
            self.refuse("email", "Enter the email address that the invite goes to.")
            return False
        return is_valid


@staff.route("/staff/clients/new", methods=["GET", "POST"])
def new_client() -> Response:
    form = NewClientForm()
    form.offer_providers()
    if not form.is_submitted():
        return _page(form, 200)
    sends = "send_invite" in request.form or request.form.get("save_anyway") == "send"
    if not form.is_right(is_mailed=sends):
        return _page(form, 422)
    details, email, once = form.details(), form.email.data, form.once.data
    if "save_anyway" not in request.form and records.added_before(once, details, email) is None:
        twin = records.same_person(details.first_name, details.last_name, details.birth_date)
        if twin is not None:
            return _page(form, 422, twin, sends=sends)
    client = records.add(details, email, current.actor(), once)
    return _invite(client) if sends else redirect(url_for("staff.client", client_id=client.public_id), 303)


def _page(form: NewClientForm, status: int, twin: Client | None = None, *, sends: bool = False) -> Response:
    page = render_template("staff/clients/new.html", form=form, twin=twin, sends=sends)
    return make_response(page, status)


def _invite(client: Client) -> Response:
    try:
        send_invitation(client, current.actor())
    except AlreadySent:  # by the same press: what is said of the first holds
        pass
    except CredentialError as error:
        return refused_page(client, error)
    return redirect(menu_address(client, Notice.INVITED), 303)
