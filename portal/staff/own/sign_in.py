"""Staff sign in and out."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from portal.authentication.audiences import STAFF
from portal.staff import staff
from portal.web import access
from portal.web.entry import sign_in_page
from portal.web.entry.password_change import sign_out_everywhere as end_everywhere


@staff.get("/staff")
@access.public
def root() -> Response:
    return redirect(url_for("staff.clients"), 303)


@staff.route("/staff/sign-in", methods=["GET", "POST"])
@access.public
def sign_in() -> Response:
    return sign_in_page.answer(STAFF, "staff/sign_in/show.html")


@staff.post("/staff/sign-out")
def sign_out() -> Response:
    return sign_in_page.sign_out(STAFF)


@staff.post("/staff/sign-out-everywhere")
def sign_out_everywhere() -> Response:
    return end_everywhere(STAFF)
