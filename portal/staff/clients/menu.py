"""The client menu: what stands where, and the answer of every act in it."""

from collections.abc import Callable

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.errors import (
    AlreadyRegistered,
    CredentialError,
    NoDefaultEmail,
    NoEmail,
    NotActive,
    NothingToShow,
    NothingToSkip,
    NothingToUnlock,
    NothingWaits,
)
from portal.models import Client
from portal.models.link import WRONG_BIRTH_DATES, LinkState
from portal.staff import refused_sends, staff
from portal.staff.clients.profile import find_client, menu_values, render_profile
from portal.web import access
from portal.web.forms.fields import PortalForm
from portal.web.fragments import fragment_or_page, fragment_or_redirect, varying


def render_client_menu(
    client: Client,
    notice: str | None = None,
    problem: str | None = None,
    correction: PortalForm | None = None,
    focus: str | None = None,
) -> str:
    values = menu_values(client, notice, problem, correction, focus)
    return render_template("staff/clients/_menu_and_name.html", **values)


@staff.get("/staff/clients/<client_id>/menu")
@access.polled
def client_menu(client_id: str) -> Response:
    """``?focus=fix``: for staff who were correcting the address and changed their mind."""
    focus = "fix" if request.args.get("focus") == "fix" else None
    return varying(make_response(render_client_menu(find_client(client_id), request.args.get("done"), focus=focus)))


def act(
    client: Client,
    verb: Callable[[], object],
    notice: str,
    focus: str | None = None,
    render: Callable[..., str] = render_client_menu,
) -> BaseResponse:
    """Do it, and answer with the menu as it is then, or with the refusal in it."""
    try:
        verb()
    except CredentialError as error:
        return refused(client, error)
    return fragment_or_redirect(lambda: render(client, notice, focus=focus), menu_address(client, notice))


def menu_address(client: Client, notice: str) -> str:
    """The profile, scrolled to the menu, for browsers without script."""
    return url_for("staff.client", client_id=client.public_id, done=notice, _anchor="client-menu")


def refused(client: Client, error: CredentialError, correction: PortalForm | None = None) -> Response:
    """The menu, or the profile around it, with the one sentence that says why not."""
    sentence, status = _refusal(error)
    return refused_sends.wait(show_problem(client, sentence, correction, status), error)


def refused_page(client: Client, error: CredentialError) -> Response:
    """The whole profile, where the button was on another page."""
    sentence, status = _refusal(error)
    return refused_sends.wait(make_response(render_profile(client, problem=sentence), status), error)


def show_problem(client: Client, sentence: str, correction: PortalForm | None = None, status: int = 422) -> Response:
    return fragment_or_page(
        lambda: render_client_menu(client, problem=sentence, correction=correction),
        lambda: render_profile(client, problem=sentence, correction=correction),
        status,
    )


def _refusal(error: CredentialError) -> tuple[str, int]:
    match error:
        case AlreadyRegistered():
            return "This client is already active. Send a password reset instead.", 422
        case NothingWaits():
            return "This mail does not wait any more.", 422
        case NothingToUnlock():
            return "Sign-in does not wait any more.", 422
        case NothingToSkip():
            return "This step is not open any more.", 422
        case NothingToShow(state=LinkState.LOCKED):
            return (
                f"The link is locked after {WRONG_BIRTH_DATES} wrong dates of birth. Correct the date of birth first.",
                422,
            )
        case NothingToShow(state=LinkState.EXPIRED):
            return "The invite has expired. Send it again first.", 422
        case NothingToShow():
            return "There is no invite to show any more. Send one first.", 422
        case NoEmail():
            return "Add an email address first.", 422
        case NoDefaultEmail():
            return "Choose a default email first.", 422
        case NotActive():
            return "There is no portal account that is turned on. Turn access on to send a password reset.", 422
    return refused_sends.refusal(error)
