"""A client chooses the language: for this browser, and, when signed in, for the mails too."""

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.client import client
from portal.clients import records
from portal.i18n import LANGUAGES, _
from portal.web import access, cookies, current, languages, next_page


@client.post("/language")
@access.public
def language() -> Response:
    """Back to the page that ``next`` names, or that the form was on; 400 for a language that there is not."""
    wanted = request.form.get("language", "")
    if wanted not in LANGUAGES:
        abort(400, _("The portal does not speak this language. Nothing was changed."))
    if current.sign_in():
        records.choose_language(current.client(), wanted, current.actor())
    page = next_page.to_read_again(request.form.get("next") or next_page.came_from())
    response = redirect(page or url_for("web.root"), 303)
    cookies.put(response, cookies.LANGUAGE, wanted, languages.COOKIE_SECONDS)
    return response
