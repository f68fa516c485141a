"""The invitation's link, the birth date, and step 1: username and password."""

from werkzeug.wrappers import Response

from portal.authentication.audiences import CLIENT
from portal.client import client
from portal.client.steps import way_on
from portal.intake import steps
from portal.intake.steps import steps_of
from portal.models import Link
from portal.models.link import LinkKind
from portal.web import access
from portal.web.entry import link_pages, registration_pages
from portal.web.entry.registration_pages import Registration

CONFIRM = "client/registration/confirm.html"


@client.get("/register/<link:link>")
@access.public
def open_invitation(link: str) -> Response:
    return link_pages.open_link(link, LinkKind.INVITATION, "client.register")


@client.route("/register/birth-date", methods=["GET", "POST"])
@access.public
def register_birth_date() -> Response:
    return link_pages.confirm(LinkKind.INVITATION, "client.register", CONFIRM)


@client.route("/register", methods=["GET", "POST"])
@access.public
def register() -> Response:
    return registration_pages.answer(REGISTRATION)


def _first_step(link: Link) -> str:
    assert link.client is not None
    return way_on(link.client)


def _steps(link: Link) -> int:
    assert link.client is not None
    return steps.place_of(None, steps_of(link.client))[1]


REGISTRATION = Registration(
    CLIENT, account="client/registration/account.html", confirm=CONFIRM,
    sign_out_first="client/registration/sign_out_first.html", way_on=_first_step, steps=_steps,
)  # fmt: skip
