"""The code of a link that is shown in the room, typed instead of the link."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from portal.client import client
from portal.credentials import shown_codes
from portal.errors import CodeWrong, TooManyAttempts
from portal.i18n import _, lazy
from portal.models import link_secret
from portal.models.link import LinkKind
from portal.web import access, current
from portal.web.entry import link_pages
from portal.web.entry.sign_in_page import refuse
from portal.web.forms.fields import EXACT, PortalForm, text_field


class CodeForm(PortalForm):
    code = text_field(
        lazy("Code"), 64, needed=lazy("Enter the code."), render_kw=EXACT | {"autocapitalize": "characters"}
    )


@client.route("/go", methods=["GET", "POST"])
@access.public
def enter_code() -> Response:
    """The link moves into the cookie as it does when its address is opened; no address holds it, or the code."""
    form = CodeForm()

    def render(problem: str | None = None) -> str:
        return render_template("client/registration/code.html", form=form, problem=problem)

    if not form.is_submitted():
        return make_response(render())
    if form.validate():
        try:
            link = shown_codes.enter(form.code.data, current.ip())
            return link_pages.lead_on(link_secret.token(link), LinkKind.INVITATION, "client.register")
        except TooManyAttempts as error:
            return refuse(error, render)
        except CodeWrong:
            form.refuse("code", _("This code does not work. Check it, or ask for a new one."))
    return make_response(render(), 422)
