"""How long a client stays signed in."""

from werkzeug.wrappers import Response

from portal.client import client
from portal.web.entry import session_page


@client.route("/session", methods=["GET", "POST"])
def session() -> Response:
    return session_page.answer("client")
