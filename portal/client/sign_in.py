"""A client signs in and out."""

from werkzeug.wrappers import Response

from portal.client import client
from portal.client.steps import way_in
from portal.credentials.audience import CLIENT
from portal.language import lazy
from portal.web import sign_in_page
from portal.web.fields import password_field, sign_in_name_field
from portal.web.sign_in_page import SignInForm


class ClientSignInForm(SignInForm):
    username = sign_in_name_field(lazy("Username"), lazy("Enter your username."))
    password = password_field(lazy("Password"), lazy("Enter your password."))


@client.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Response:
    return sign_in_page.answer(CLIENT, ClientSignInForm(), "client/sign_in/show.html", way_in)


@client.post("/sign-out")
def sign_out() -> Response:
    return sign_in_page.sign_out(CLIENT)
