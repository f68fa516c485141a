"""The list of clients, and what is on file about one."""

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice

from portal.clients import records, search
from portal.clients.portal_status import Status
from portal.clients.records import Details
from portal.errors import ChangedMeanwhile
from portal.i18n import LANGUAGES
from portal.models import Staff
from portal.staff import staff
from portal.staff.clients.profile import find_client, render_profile
from portal.web import answering, current
from portal.web.forms.fields import BirthDateField, PortalForm, empty_is_none, text_field, visible
from portal.web.forms.phone_field import phone_field
from portal.web.fragments import fragment_or_page


class ClientForm(PortalForm):
    first_name = text_field("First name", 100, needed="Enter the first name.")
    last_name = text_field("Last name", 100, needed="Enter the last name.")
    preferred_name = text_field("Preferred name", 100)
    birth_date = BirthDateField()
    phone = phone_field()
    provider = SelectField("Provider")
    language = SelectField(
        "Language",
        choices=[
            SelectChoice("", "Not known yet: the client's browser decides"),
            *(SelectChoice(code, name, {"lang": code}) for code, name in LANGUAGES.items()),
        ],
        default="",
    )
    keeps_name_out = BooleanField("Keep the practice's name out of mail")

    def offer_providers(self, present: Staff | None = None) -> None:
        """``present`` stays a choice, also if they no longer see clients or are deactivated."""
        offered = Staff.providers()
        self.providers = [*offered, *([present] if present and present not in offered else [])]
        choices = ((person.public_id, person.name) for person in self.providers)
        self.provider.choices = [("", "No provider"), *choices]

    def details(self) -> Details:
        chosen = next((person for person in self.providers if person.public_id == self.provider.data), None)
        return Details(
            first_name=self.first_name.data, last_name=self.last_name.data, preferred_name=self.preferred_name.data,
            birth_date=self.birth_date.data, phone=self.phone.data, provider_id=chosen.id if chosen else None,
            language=empty_is_none(self.language.data), keeps_name_out=self.keeps_name_out.data,
        )  # fmt: skip


@staff.get("/staff/clients")
def clients() -> Response:
    status = request.args.get("status", "")
    if status not in ("", *Status):
        abort(404)
    text = visible(request.args.get("q", ""))[:500]
    page = search.page(text, status, request.args.get("after", ""), request.args.get("before", ""))
    choices = [("", "All"), *((choice.value, choice.label) for choice in Status)]
    values = {"page": page, "text": text, "status": status, "choices": choices}
    response = fragment_or_page(
        lambda: render_template("staff/clients/_list.html", **values),
        lambda: render_template("staff/clients/list.html", **values),
    )
    if "HX-Request" in request.headers:
        response.headers["HX-Replace-Url"] = url_for("staff.clients", q=text or None, status=status or None)
    return response


@staff.get("/staff/clients/<client_id>")
def client(client_id: str) -> str:
    return render_profile(find_client(client_id), notice=request.args.get("done"))


@staff.route("/staff/clients/<client_id>/edit", methods=["GET", "POST"])
def edit_client(client_id: str) -> Response:
    client = find_client(client_id)
    form = ClientForm(obj=None if request.method == "POST" else client)
    form.offer_providers(client.provider)
    form.phone.object_data = client.phone
    form.based_on = answering.based_on() or answering.mark(records.LINES, records.on_file(client))
    if not form.is_submitted():
        form.provider.data = client.provider.public_id if client.provider else ""
    elif form.validate():
        try:
            records.change(client, form.details(), current.actor(), answering.marks())
            return redirect(url_for("staff.client", client_id=client_id), 303)
        except ChangedMeanwhile as overlap:
            answering.show_overlap(form, overlap)
    page = render_template("staff/clients/edit.html", form=form, client=client, focus=request.args.get("focus"))
    return make_response(page, 422 if form.is_submitted() else 200)
