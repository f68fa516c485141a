"""A kept picture as an answer: never more than a picture, whatever a browser would make of it."""

from flask import Flask, Response, abort, request, url_for

from portal.models import Client, Picture

NAMES = {"image/jpeg": "photo.jpg", "image/png": "photo.png", "image/webp": "photo.webp"}


def init_app(app: Flask) -> None:
    app.jinja_env.globals["picture_address"] = address


def address(client: Client, public_id: str, size: str | None = None) -> str:
    """Of a client's picture, on the pages of those who are looking; ``size``: "small" for the preview."""
    if request.blueprint == "staff":
        return url_for("staff.client_picture", client_id=client.public_id, picture_id=public_id, size=size)
    return url_for("client.picture", picture_id=public_id, size=size)


def answer_with_picture(client: Client, public_id: str) -> Response:
    """The picture of this client, or 404."""
    picture = Picture.of_client(client.id, public_id)
    if picture is None:
        abort(404)
    preview = picture.preview if request.args.get("size") == "small" else None
    media_type = "image/webp" if preview else picture.media_type
    response = Response(preview or picture.data, mimetype=media_type)
    response.headers["Content-Disposition"] = f"inline; filename={NAMES[media_type]}"
    return response
