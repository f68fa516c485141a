"""Static files: read once, compressed once, under names that hold a hash of their content: they never go stale."""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import rjsmin
from flask import Flask, Response, current_app, request, url_for

FOREVER = "public, max-age=31536000, immutable"
# Joined at start, so that a phone fetches one file of each; the order of the layers comes first.
BUNDLES = {
    "css/all.css": ("tokens", "base", "layout", "cards", "facts", "reading", "said", "fields", "components"),
    "js/all.js": (
        "copy", "date-parts", "dismiss", "fresh", "print", "select", "sending", "session", "sheet", "show-password",
        "time-zone",
    ),
}  # fmt: skip
COMPRESSIBLE = ("text/", "image/svg", "application/json", "application/manifest")


@dataclass(frozen=True)
class Asset:
    address: str  # with the hash before the ending: css/base.3f2a1b9c0d4e.css
    content: bytes
    compressed: bytes | None
    media_type: str


class Assets:
    def __init__(self, folder: Path, more: Mapping[str, Path]) -> None:
        """The files of this folder, and ``more`` by the names that they have as if they were in it."""
        contents = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        contents |= {Path(name): path.read_bytes() for name, path in more.items()}
        for bundle, names in BUNDLES.items():
            contents[Path(bundle)] = _join(Path(bundle), names, contents)
        self.by_path = {path.as_posix(): _pack(path, content) for path, content in contents.items()}
        self.by_address = {asset.address: asset for asset in self.by_path.values()}

    def address(self, path: str) -> str:
        """The hashed address of a file of static/. Raises KeyError for a file that is not there."""
        return url_for("web.static_file", address=self.by_path[path].address)


def init_app(app: Flask, more: Mapping[str, Path]) -> None:
    assets = app.extensions["assets"] = Assets(Path(app.root_path) / "static", more)
    app.jinja_env.globals["asset"] = assets.address


def serve(address: str) -> Response:
    asset = current_app.extensions["assets"].by_address.get(address)
    if asset is None:  # said without a page, whose words need the database
        return Response("This file does not exist.", 404, mimetype="text/plain")
    response = Response(asset.content, mimetype=asset.media_type)
    if asset.compressed is not None:
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip") > 0:
            response = Response(asset.compressed, mimetype=asset.media_type, headers={"Content-Encoding": "gzip"})
            response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = FOREVER
    return response


def _join(bundle: Path, names: tuple[str, ...], contents: dict[Path, bytes]) -> bytes:
    """The files of a bundle in one, taken out of ``contents``; each script keeps its names to itself."""
    parts = [contents.pop(bundle.with_stem(name)) for name in names]
    if bundle.suffix != ".js":
        return b"".join(parts)
    return b"".join(b"{\n%s}\n" % part for part in parts)


def _pack(path: Path, content: bytes) -> Asset:
    if path.parent.name == "js":
        content = rjsmin.jsmin(content)
    digest = hashlib.sha256(content).hexdigest()[:12]
    media_type = mimetypes.guess_type(path.name)[0] or "text/plain"
    worth_it = media_type.startswith(COMPRESSIBLE)
    return Asset(
        address=path.with_name(f"{path.stem}.{digest}{path.suffix}").as_posix(),
        content=content,
        compressed=gzip.compress(content, 9, mtime=0) if worth_it else None,
        media_type=media_type,
    )
