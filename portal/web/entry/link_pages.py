"""Opening a link from a mail: GET shows, POST spends; the secret leaves the address at once."""

import secrets
from dataclasses import dataclass

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal import clock, dates
from portal.credentials import birth_date_check, links
from portal.credentials.renewals import Renewal, renewal_of
from portal.errors import BirthDateWrong, LinkDead, LinkUnknown, TooManyAttempts
from portal.i18n import _, ngettext
from portal.limits import attempts
from portal.models import Link
from portal.models.link import LinkKind, LinkState
from portal.options import resolve
from portal.web import cookies, current
from portal.web.entry.sign_in_page import refuse
from portal.web.forms.birth_date import BirthDateForm
from portal.web.middleware import errors

COOKIE_SECONDS = 3600


@dataclass(frozen=True)
class LinkCookie:
    """What the link cookie of this browser holds."""

    text: str
    nonce: str

    @property
    def selector(self) -> str:
        return self.text.partition(".")[0]


def link_cookie() -> LinkCookie | None:
    text, _, nonce = (cookies.read(cookies.LINK) or "").rpartition(".")
    return LinkCookie(text, nonce) if text and nonce else None


def open_link(text: str, kind: LinkKind, endpoint: str) -> BaseResponse:
    """A good link moves into a cookie, and the browser to a page without it in the address; HEAD leaves no trace."""
    counter = (attempts.BAD_LINK_ADDRESS, attempts.address_key(current.ip()))
    try:
        attempts.check(counter)
        if request.method == "HEAD":
            links.opened(text, kind)
        else:
            links.fetched(text, kind, current.actor())
    except LinkUnknown:
        attempts.count(counter)
        return unknown()
    except TooManyAttempts as error:
        return refuse(error, lambda sentence: render_template("shared/dead_link.html", sentence=sentence))
    except LinkDead as error:
        if _is_theirs(error.link):
            return make_response(render_template("client/registration/signed_in.html"), 410)
        response = dead(error)
        if request.method != "HEAD" and renewal_of(error.link) is Renewal.OFFERED:
            _hold(response, text)
        return response
    return redirect(url_for(endpoint), 303) if request.method == "HEAD" else lead_on(text, kind, endpoint)


def lead_on(text: str, kind: LinkKind, endpoint: str) -> BaseResponse:
    """To the first page of a link that works: it moves into the cookie."""
    to_page = redirect(url_for(endpoint), 303)
    _hold(to_page, text, _confirmed_here(text, kind))
    return to_page


def _is_theirs(over: Link) -> bool:
    """Whether the signed-in client taps their own invitation once more. Nothing is wrong then,
    and nothing is noted. Staff, and people signed in as another client, are told what became of the link.
    """
    return over.kind == LinkKind.INVITATION and current.actor().is_owner_of(over.owner)


def _hold(response: BaseResponse, text: str, nonce: str | None = None) -> None:
    cookies.put(response, cookies.LINK, f"{text}.{nonce or secrets.token_urlsafe(16)}", COOKIE_SECONDS)


def _confirmed_here(text: str, kind: LinkKind) -> str | None:
    """The nonce of this browser where it has already answered the birth date of this very link: it goes on there.

    In other cases a new one is made: an attacker's, planted beforehand, would let them past the question as soon as
    the client answers it.
    """
    here = link_cookie()
    if here is None or here.text != text or not birth_date_check.is_confirmed(links.find(text, kind), here.nonce):
        return None
    return here.nonce


def confirm(kind: LinkKind, endpoint: str, template: str) -> BaseResponse:
    """The answer to the birth date question; then back to the page that asked."""
    here = link_cookie()
    if request.method != "POST":
        return redirect(url_for(endpoint), 303)
    if here is None:
        return open_again()
    if is_crossed(here):
        return crossed()
    form = BirthDateForm()
    sentence = None
    try:
        links.opened(here.text, kind)
        if form.validate():
            assert form.birth_date is not None
            birth_date_check.confirm_birth_date(here.text, kind, here.nonce, form.birth_date, current.actor())
            return redirect(url_for(endpoint), 303)
    except BirthDateWrong as error:
        sentence = wrong_birth_date(error)
    except LinkDead as error:
        return dead(error)
    except LinkUnknown:
        return unknown()
    form.forget()
    return make_response(render_template(template, form=form, selector=here.selector, problem=sentence), 422)


def wrong_birth_date(error: BirthDateWrong) -> str:
    return ngettext(
        "This is not the date of birth that the practice has on file. You have %(num)d more try.",
        "This is not the date of birth that the practice has on file. You have %(num)d more tries.",
        error.left,
    )


def is_crossed(here: LinkCookie) -> bool:
    """Whether the form on the screen belongs to another link than the cookie."""
    return request.form.get("link") != here.selector


def crossed() -> Response:
    return _again(_("This form belongs to another link"), _("Open the newest link from your mail again."), 409)


def open_again() -> Response:
    return _again(
        _("Open your link again"),
        _(
            "Please open the link in the newest mail again. Your browser must allow cookies for this. "
            "If you have finished already, sign in."
        ),
        400,
    )


def _again(title: str, sentence: str, status: int) -> Response:
    return errors.page(status, title, sentence)


def unknown() -> Response:
    sentence = _("Please check that you opened the whole link from the newest mail.")
    return make_response(render_template("shared/dead_link.html", sentence=sentence), 404)


def dead(error: LinkDead) -> Response:
    """410, and the first sentence that fits; an invitation that simply ran out can be asked for anew."""
    link = error.link
    is_over = link.state(clock.now()) is not LinkState.LIVE  # one that works can be refused too: it needs no renewal
    if request.method == "POST" and is_over:  # a GET is noted where the link itself is opened
        links.note_refused(link, current.actor(), by_a_person=True)
    response = make_response(_dead_page(link), 410)
    if (here := link_cookie()) and here.selector == link.selector and renewal_of(link) is not Renewal.OFFERED:
        cookies.drop(response, cookies.LINK)
    return response


def ask_again(link: Link, form: BirthDateForm, problem: str | None) -> Response:
    """The same page, with what is wrong in the form for a new link."""
    form.forget()
    return make_response(_dead_page(link, form, problem), 422)


def _dead_page(link: Link, form: BirthDateForm | None = None, problem: str | None = None) -> str:
    state = link.state(clock.now())
    sign_in = url_for("staff.sign_in" if link.staff_id else "client.sign_in") if state is LinkState.USED else None
    return render_template(
        "shared/dead_link.html", sentence=_fate(link), sign_in=sign_in, renewal=renewal_of(link),
        selector=link.selector, asks_birth_date=resolve.link_asks_birth_date(link),
        form=form or BirthDateForm(formdata=None), problem=problem,
    )  # fmt: skip


def _fate(link: Link) -> str:
    state = link.state(clock.now())
    if state is LinkState.USED:
        return _("This link was already used.")
    newer = links.newer_than(link)
    if newer is not None:
        sent = dates.when(newer.created_at, current.the_practice().zone)
        return dates.one_stop(_("A newer link was sent %(when)s. Please use the newest mail.", when=sent))
    return {
        LinkState.LOCKED: _("This link was locked after too many wrong answers."),
        LinkState.EXPIRED: _("This link has expired."),
    }.get(state, _("This link was withdrawn."))
