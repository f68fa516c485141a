"""How long a member of staff stays signed in."""

from werkzeug.wrappers import Response

from portal.staff import staff
from portal.web import access
from portal.web.entry import session_page


@staff.route("/staff/session", methods=["GET", "POST"])
@access.polled
def session() -> Response:
    return session_page.answer("staff")
