"""What a client would change: accept it, decline it (what is on file stays), or ask the client."""

from collections.abc import Callable

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from portal.errors import CannotBeAsked, ChangedMeanwhile, CredentialError, NothingWaitsToBeAccepted
from portal.intake import pending_changes
from portal.models import Client
from portal.staff import staff
from portal.staff.clients.notices import ChangeNotice
from portal.staff.clients.profile import find_client, menu_values, render_profile
from portal.web import current
from portal.web.fragments import fragment_or_page, fragment_or_redirect


@staff.post("/staff/clients/<client_id>/acceptances")
def acceptances(client_id: str) -> Response:
    """``change`` is the name of one, or empty for all; ``seen`` what was looked at."""
    client = find_client(client_id)
    return _act(client, lambda: pending_changes.accept(client, *_picked(), current.actor()), ChangeNotice.ACCEPTED)


@staff.post("/staff/clients/<client_id>/refusals")
def declined_changes(client_id: str) -> Response:
    client = find_client(client_id)
    return _act(client, lambda: pending_changes.decline(client, *_picked(), current.actor()), ChangeNotice.DECLINED)


@staff.post("/staff/clients/<client_id>/questions")
def questions(client_id: str) -> Response:
    client, name = find_client(client_id), request.form.get("change", "")
    return _act(
        client, lambda: pending_changes.ask(client, name, current.staff().name, current.actor()), ChangeNotice.ASKED
    )


def _picked() -> tuple[str, str]:
    return request.form.get("change", ""), request.form.get("seen", "")


def _act(client: Client, verb: Callable[[], None], done: ChangeNotice) -> Response:
    try:
        verb()
    except CredentialError as error:
        sentence = _sentence(error)
        return fragment_or_page(
            lambda: _render(client, change_problem=sentence),
            lambda: render_profile(client, change_problem=sentence),
            422,
        )
    address = url_for("staff.client", client_id=client.public_id, done=done, _anchor="changes")
    return fragment_or_redirect(lambda: _render(client, change_notice=done.sentence), address)


def _render(client: Client, **said: str) -> str:
    return render_template("staff/clients/_changes_and_rest.html", **menu_values(client), **said)


def _sentence(error: CredentialError) -> str:
    match error:
        case ChangedMeanwhile():
            return "This has changed since you looked at it. Nothing was accepted: please look once more."
        case NothingWaitsToBeAccepted():
            return "This does not wait any more: a colleague has settled it, or the client has taken it back."
        case CannotBeAsked():
            return "The client has no place to answer: it needs portal access, and the task switched on."
    raise error
