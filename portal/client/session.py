"""How long a client stays signed in."""

from werkzeug.wrappers import Response

from portal.client import client
from portal.web import access
from portal.web.entry import session_page


@client.route("/session", methods=["GET", "POST"])
@access.polled
def session() -> Response:
    return session_page.answer("client")
