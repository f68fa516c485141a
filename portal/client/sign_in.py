"""A client signs in and out."""

from werkzeug.wrappers import Response

from portal.authentication.audiences import CLIENT
from portal.client import client
from portal.client.steps import way_in
from portal.web import access
from portal.web.entry import sign_in_page


@client.route("/sign-in", methods=["GET", "POST"])
@access.public
def sign_in() -> Response:
    return sign_in_page.answer(CLIENT, "client/sign_in/show.html", way_in)


@client.post("/sign-out")
def sign_out() -> Response:
    return sign_in_page.sign_out(CLIENT)
