"""Account: the username, the password, the signed-in devices."""

from werkzeug.wrappers import Response

from portal.authentication.audiences import CLIENT
from portal.client import client
from portal.web.entry import password_change


@client.route("/account", methods=["GET", "POST"])
def account() -> Response:
    return password_change.answer(CLIENT, "client.account", "client/account/show.html")


@client.post("/account/sign-out-everywhere")
def sign_out_everywhere() -> Response:
    return password_change.sign_out_everywhere(CLIENT)
