"""Static files: read once, compressed once, under names that hold a hash of their content: they never go stale."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, abort, current_app, request, url_for

FOREVER = "public, max-age=31536000, immutable"
COMPRESSIBLE = ("text/", "image/svg", "application/json", "application/manifest")


@dataclass(frozen=True)
class Asset:
    address: str  # with the hash before the ending: css/base.3f2a1b9c0d4e.css
    content: bytes
    compressed: bytes | None
    media_type: str


class Assets:
    def __init__(self, folder: Path) -> None:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        self.by_path = {path.relative_to(folder).as_posix(): _read(folder, path) for path in files}
        self.by_address = {asset.address: asset for asset in self.by_path.values()}

    def address(self, path: str) -> str:
        """The hashed address of a file of static/. Raises KeyError for a file that is not there."""
        return url_for("web.static_file", address=self.by_path[path].address)


def init_app(app: Flask) -> None:
    assets = app.extensions["assets"] = Assets(Path(app.root_path) / "static")
    app.jinja_env.globals["asset"] = assets.address


def serve(address: str) -> Response:
    asset = current_app.extensions["assets"].by_address.get(address)
    if asset is None:
        abort(404)
    response = Response(asset.content, mimetype=asset.media_type)
    if asset.compressed is not None:
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip") > 0:
            response = Response(asset.compressed, mimetype=asset.media_type, headers={"Content-Encoding": "gzip"})
            response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = FOREVER
    return response


def _read(folder: Path, path: Path) -> Asset:
    content = path.read_bytes()
    name = path.relative_to(folder)
    digest = hashlib.sha256(content).hexdigest()[:12]
    media_type = mimetypes.guess_type(path.name)[0] or "text/plain"
    worth_it = media_type.startswith(COMPRESSIBLE)
    return Asset(
        address=name.with_name(f"{name.stem}.{digest}{name.suffix}").as_posix(),
        content=content,
        compressed=gzip.compress(content, 9, mtime=0) if worth_it else None,
        media_type=media_type,
    )
