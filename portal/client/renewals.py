"""Asking for a new link on the page of an invitation that has run out."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.client import client
from portal.credentials import links, renewals
from portal.credentials.renewals import renewal_of
from portal.errors import BirthDateNotConfirmed, BirthDateWrong, LinkDead, LinkUnknown
from portal.i18n import spoken
from portal.models.event import Actor
from portal.models.link import LinkKind
from portal.options import resolve
from portal.web import access, current
from portal.web.entry import link_pages
from portal.web.entry.link_pages import LinkCookie
from portal.web.forms.birth_date import BirthDateForm


@client.route("/register/renewals", methods=["GET", "POST"], endpoint="renewals")
@access.public
def ask() -> Response:
    """GET leads back to the page of the link."""
    held = link_pages.link_cookie()
    if request.method != "POST":
        return redirect(url_for("client.register"), 303)
    if held is None:
        return link_pages.open_again()
    if link_pages.is_crossed(held):
        return link_pages.crossed()
    try:
        return _ask(held)
    except LinkDead as error:
        return link_pages.dead(error)
    except LinkUnknown:
        return link_pages.unknown()


def _ask(held: LinkCookie) -> Response:
    """Also where another person is signed in here: it is the holder of the link who asks."""
    form = BirthDateForm()
    link = links.find(held.text, LinkKind.INVITATION)
    if renewal_of(link) and resolve.link_asks_birth_date(link) and not form.validate():
        return link_pages.ask_again(link, form, None)
    try:
        made = renewals.ask(held.text, held.nonce, form.birth_date, Actor("link", ip=current.ip()), spoken())
    except BirthDateNotConfirmed:  # put on file since the page was shown
        return link_pages.ask_again(link, form, None)
    except BirthDateWrong as error:
        return link_pages.ask_again(link, form, link_pages.wrong_birth_date(error))
    return make_response(render_template("client/registration/renewed.html", link=made))
