"""The email addresses of a client, each worked on in place."""

from collections.abc import Callable

from flask import abort, render_template, url_for
from werkzeug.wrappers import Response

from portal.clients import email_addresses
from portal.errors import EmailTaken
from portal.models import Client, EmailAddress
from portal.staff import staff
from portal.staff.clients.profile import EmailForm, EmailsInHand, find_client, menu_values, render_profile
from portal.web import current
from portal.web.fragments import fragment_or_page, fragment_or_redirect


@staff.get("/staff/clients/<client_id>/emails/new")
def new_email(client_id: str) -> Response:
    return _show(find_client(client_id), EmailsInHand(editing="new", form=EmailForm(formdata=None)))


@staff.route("/staff/clients/<client_id>/emails", methods=["GET", "POST"])
def emails(client_id: str) -> Response:
    """GET: the card as it is, for staff who change their mind."""
    client, form = find_client(client_id), EmailForm()
    if not form.is_submitted():
        return _show(client, EmailsInHand())
    return _save(client, "new", form, lambda: email_addresses.add(client, form.email.data, current.actor()))


@staff.route("/staff/clients/<client_id>/emails/<email_id>/edit", methods=["GET", "POST"])
def edit_email(client_id: str, email_id: str) -> Response:
    client, email = _find(client_id, email_id)
    form = EmailForm()
    if not form.is_submitted():
        return _show(client, EmailsInHand(editing=email_id, form=EmailForm(formdata=None, email=email.address)))
    return _save(client, email_id, form, lambda: email_addresses.change(email, form.email.data, current.actor()))


@staff.route("/staff/clients/<client_id>/emails/<email_id>/delete", methods=["GET", "POST"])
def delete_email(client_id: str, email_id: str) -> Response:
    client, email = _find(client_id, email_id)
    form = EmailForm()
    if not form.is_submitted():
        return _show(client, EmailsInHand(deleting=email_id))
    email_addresses.delete(email, current.actor())
    return _done(client)


@staff.post("/staff/clients/<client_id>/emails/<email_id>/default")
def default_email(client_id: str, email_id: str) -> Response:
    client, email = _find(client_id, email_id)
    email_addresses.make_default(email, current.actor())
    return _done(client, take_focus=False)  # the pressed star stays, under its new name


def _find(client_id: str, email_id: str) -> tuple[Client, EmailAddress]:
    client = find_client(client_id)
    email = next((email for email in client.emails if email.public_id == email_id), None)
    if email is None:
        abort(404)
    return client, email


def _save(client: Client, editing: str, form: EmailForm, verb: Callable[[], object]) -> Response:
    if form.validate():
        try:
            verb()
            return _done(client)
        except EmailTaken:
            form.refuse("email", "This client has this address already.")
    return _show(client, EmailsInHand(editing=editing, form=form), 422)


def _show(client: Client, in_hand: EmailsInHand, status: int = 200) -> Response:
    return fragment_or_page(
        lambda: render_template(
            "staff/clients/_emails.html", client=client, in_hand=in_hand, take_focus=in_hand == EmailsInHand()
        ),
        lambda: render_profile(client, in_hand=in_hand),
        status,
    )


def _done(client: Client, take_focus: bool = True) -> Response:
    """The card, and with it the client menu, which tells what became of a live link."""
    return fragment_or_redirect(
        lambda: render_template(
            "staff/clients/_emails_and_menu.html", in_hand=EmailsInHand(), take_focus=take_focus, **menu_values(client)
        ),
        url_for("staff.client", client_id=client.public_id),
    )
