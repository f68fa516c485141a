"""The invite's link, and making one's own staff account with it."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.authentication.audiences import STAFF
from portal.models.link import LinkKind
from portal.staff import staff
from portal.web import access
from portal.web.entry import link_pages, registration_pages
from portal.web.entry.registration_pages import Registration

ACCOUNT = "staff/registration/account.html"


@staff.get("/staff/register/<link:link>")
@access.public
def open_invitation(link: str) -> Response:
    return link_pages.open_link(link, LinkKind.STAFF_INVITATION, "staff.register")


@staff.route("/staff/register", methods=["GET", "POST"])
@access.public
def register() -> Response:
    return registration_pages.answer(REGISTRATION)


# staff are not asked a date of birth
REGISTRATION = Registration(
    STAFF, account=ACCOUNT, confirm=ACCOUNT, sign_out_first="staff/registration/sign_out_first.html",
    way_on=lambda _: url_for("staff.clients"),
)  # fmt: skip
