"""Choosing a new password with a link: the same for both audiences."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.authentication.audiences import Audience
from portal.credentials import birth_date_check, links, passwords
from portal.errors import BirthDateNotConfirmed, LinkDead, LinkUnknown, PasswordRefused
from portal.i18n import lazy
from portal.web import cookies, current
from portal.web.entry import link_pages
from portal.web.forms.birth_date import BirthDateForm
from portal.web.forms.fields import PortalForm, new_password_fields


class NewPasswordForm(PortalForm):
    password, confirm = new_password_fields(lazy("New password"), lazy("Confirm new password"))


def answer(audience: Audience, template: str, confirm_template: str) -> Response:
    held = link_pages.link_cookie()
    if held is None:
        return link_pages.open_again()
    form = NewPasswordForm()
    try:
        if request.method == "POST":
            return _save(audience, held, form, template)
        birth_date_check.require_ready(links.find(held.text, audience.reset_link), held.nonce)
    except BirthDateNotConfirmed:
        form = BirthDateForm(formdata=None)
        return make_response(render_template(confirm_template, form=form, selector=held.selector))
    except LinkDead as error:
        return link_pages.dead(error)
    except LinkUnknown:
        return link_pages.unknown()
    return make_response(render_template(template, form=form, selector=held.selector))


def _save(audience: Audience, held: link_pages.LinkCookie, form: NewPasswordForm, template: str) -> Response:
    if link_pages.is_crossed(held):
        return link_pages.crossed()
    if not form.validate():
        link = links.find(held.text, audience.reset_link)
        birth_date_check.require_ready(link, held.nonce)
        links.note_opened(link)
        return make_response(render_template(template, form=form, selector=held.selector), 422)
    try:
        passwords.reset(audience, held.text, held.nonce, form.password.data, current.browser())
    except PasswordRefused as error:
        form.refuse("password", str(error))
        return make_response(render_template(template, form=form, selector=held.selector), 422)
    response = redirect(url_for(f"{audience.name}.sign_in", saved=1), 303)
    cookies.drop(response, cookies.LINK)
    current.put_mark(response)
    return response
