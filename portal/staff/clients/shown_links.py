"""Handing an invitation over in the room: its link on the screen, and what the client does with it."""

from flask import Response, abort, make_response, render_template, request, url_for

from portal import config
from portal.credentials import invitations
from portal.credentials.invitation_progress import progress_of
from portal.errors import CredentialError
from portal.models import link_secret
from portal.staff import staff
from portal.staff.clients.menu import refused
from portal.staff.clients.profile import find_client
from portal.staff.clients.progress_sentences import progress_sentence
from portal.web import access, current, qr
from portal.web.fragments import varying


@staff.post("/staff/clients/<client_id>/invitations/showings")
def shown_links(client_id: str) -> Response:
    """The page at once and not by a redirect: no GET may show a secret. What is typed goes without https://, which
    browsers add."""
    client = find_client(client_id)
    try:
        shown = invitations.show(client, current.actor())
    except CredentialError as error:
        return refused(client, error)
    public = config.current().public_url
    progress = progress_of(client, shown.link.selector)
    assert progress is not None
    address = public + url_for("client.open_invitation", link=link_secret.token(shown.link))
    return make_response(
        render_template(
            "staff/shown_links/show.html",
            client=client,
            address=address,
            qr=qr.draw(address),
            shown=shown,
            to_type={"host": public.removeprefix("https://"), "path": url_for("client.enter_code")},
            progress=progress,
            said=progress_sentence(progress),
            is_loopback=config.current().is_loopback,
        )
    )


@staff.get("/staff/clients/<client_id>/invitations/progress")
@access.polled
def invitation_progress(client_id: str) -> Response:
    """Of the link that ``?link=`` names by its selector, which opens nothing; without it, of the newest."""
    client = find_client(client_id)
    progress = progress_of(client, request.args.get("link"))
    if progress is None:
        abort(404)
    said = progress_sentence(progress)
    page = render_template("staff/shown_links/_progress.html", client=client, progress=progress, said=said)
    return varying(make_response(page))
