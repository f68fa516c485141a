"""Addresses that belong to no audience."""

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, request, url_for
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as BaseResponse

from portal import config, data_folder, heartbeat, probe
from portal.authentication.audiences import CLIENT, STAFF
from portal.database import release_connection
from portal.extensions import db
from portal.web import access, assets, current

web = Blueprint("web", __name__)


@web.get("/")
@access.public
def root() -> BaseResponse:
    """To the pages of the signed-in person; where both audiences are signed in, to the client's."""
    if current.is_in(CLIENT):
        return redirect(url_for("client.home"), 303)
    return redirect(url_for("staff.clients" if current.is_in(STAFF) else "client.sign_in"), 303)


@web.get("/health")
@access.public
@access.before_set_up
def health() -> tuple[Response, int]:
    """200 when database, disk and mail worker are well, else 503. The doctor is told how its question arrived, too."""
    try:
        db.session.execute(text("SELECT 1"))
        database = True
    except SQLAlchemyError:
        release_connection()
        database = False
    alive, full = heartbeat.is_alive(), data_folder.is_full(config.current())
    body = {
        "database": "ok" if database else "failing",
        "disk": "full" if full else "ok",
        "worker": "ok" if alive else "failing",
    }
    seen = request.environ.get(probe.ARRIVAL)
    arrival = {"arrival": seen} if seen else {}
    return jsonify(**body, **arrival), 200 if database and alive and not full else 503


@web.get("/manifest.webmanifest")
@access.public
def manifest() -> Response:
    """What a phone needs to keep the portal on its home screen (W3C Web Application Manifest)."""
    practice, address = current.practice(), current_app.extensions["assets"].address
    icons = [
        {"src": address("favicon.svg"), "type": "image/svg+xml", "sizes": "any"},
        {"src": address("icon-512.png"), "type": "image/png", "sizes": "512x512", "purpose": "any maskable"},
    ]
    response = jsonify(
        name=practice.name if practice else "Client portal", short_name="Portal", id="/", start_url="/", scope="/",
        display="minimal-ui", background_color="#f5f7f9", theme_color="#1d5bc9", icons=icons,
    )  # fmt: skip
    response.mimetype = "application/manifest+json"
    return response


@web.get("/logo/<picture_id>")
@access.public
def logo(picture_id: str) -> Response:
    """The one that the practice has now; each has an address of its own, so that none ever goes stale."""
    practice = current.practice()
    picture = practice.logo if practice else None
    if picture is None or picture.public_id != picture_id:
        abort(404)
    response = Response(picture.data, mimetype=picture.media_type)
    response.headers["Cache-Control"] = assets.FOREVER
    return response


@web.get("/static/<path:address>")
@access.public
@access.before_set_up
def static_file(address: str) -> Response:
    return assets.serve(address)


@web.get("/favicon.ico")
@access.public
@access.before_set_up
def favicon() -> Response:
    asset = current_app.extensions["assets"].by_path.get("favicon.svg")
    if asset is None:
        abort(404)
    return Response(asset.content, mimetype="image/svg+xml")
