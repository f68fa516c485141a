"""A kept picture as an answer: never more than a picture, whatever a browser would make of it."""

from flask import Response, abort

from portal.models import Client, Picture

NAMES = {"image/jpeg": "photo.jpg", "image/png": "photo.png"}


def of(client: Client, public_id: str) -> Response:
    """The picture of this client, or 404."""
    picture = Picture.of_client(client.id, public_id)
    if picture is None:
        abort(404)
    response = Response(picture.data, mimetype=picture.media_type)
    response.headers["Content-Disposition"] = f"inline; filename={NAMES[picture.media_type]}"
    return response
