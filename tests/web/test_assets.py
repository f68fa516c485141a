"""Static files: names that hold a hash, compressed once, kept for good."""

import gzip
import re

from flask import Flask

from tests.support.visitor import Visitor


def address_of_the_style(visitor: Visitor) -> str:
    found = re.search(r'href="(/static/css/all\.[0-9a-f]{12}\.css)"', visitor.get("/sign-in").text)
    assert found
    return found[1]


def test_a_page_names_its_files_by_their_content_and_browsers_keep_them(visitor: Visitor) -> None:
    answer = visitor.get(address_of_the_style(visitor))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_file_goes_out_compressed_to_whoever_can_read_that(visitor: Visitor) -> None:
    address = address_of_the_style(visitor)
    plain, packed = visitor.get(address), visitor.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_another_hash_an_unknown_file_and_a_way_out_of_the_folder_are_not_found(visitor: Visitor) -> None:
    for path in ("css/all.000000000000.css", "css/all.css", "../config.py", "%2e%2e/config.py", "", "css/"):
        assert visitor.get(f"/static/{path}").status_code == 404, path


def test_every_asset_that_a_template_names_is_there(app: Flask) -> None:
    named = set()
    for name in app.jinja_env.list_templates(extensions=["html"]):
        source = app.jinja_env.loader.get_source(app.jinja_env, name)[0]  # type: ignore[union-attr]
        named |= set(re.findall(r"asset\('([^']+\.\w+)'\)", source))
    assert named and named <= set(app.extensions["assets"].by_path)
