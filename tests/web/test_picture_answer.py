"""Pictures as they are served: to the client, and to staff, and as nothing but pictures."""

import pytest
from flask import Flask

from portal.extensions import db
from portal.images.remaking import Remade, remake
from portal.intake import pictures
from portal.models import Client
from tests.support import factories, photos
from tests.support.page import without_secret
from tests.support.visitor import Visitor


@pytest.fixture
def rosa(client_browser: Visitor) -> Client:
    return db.session.query(Client).filter_by(first_name="Rosa").one()


@pytest.fixture
def photo(rosa: Client) -> str:
    return pictures.keep(rosa, remake(photos.file(exif=photos.exif())))


def test_a_client_sees_a_picture_of_their_own_and_a_page_its_preview(client_browser: Visitor, photo: str) -> None:
    large, small = (client_browser.get(f"/pictures/{photo}{size}") for size in ("", "?size=small"))
    assert (large.status_code, large.content_type) == (200, "image/jpeg")
    assert large.data.startswith(b"\xff\xd8\xff") and photos.GPS not in large.data
    assert (small.content_type, len(small.data) < len(large.data)) == ("image/webp", True)


def test_a_picture_without_a_preview_is_shown_as_it_is(client_browser: Visitor, rosa: Client) -> None:
    drawn = pictures.keep(rosa, Remade("image/png", 1, 1, b"a drawing"))
    answer = client_browser.get(f"/pictures/{drawn}?size=small")
    assert (answer.data, answer.content_type) == (b"a drawing", "image/png")


def test_staff_see_the_picture_of_a_client(staff_browser: Visitor, rosa: Client, photo: str) -> None:
    answer = staff_browser.get(f"/staff/clients/{rosa.public_id}/pictures/{photo}")
    assert (answer.status_code, answer.content_type) == (200, "image/jpeg")


def test_it_is_nothing_but_a_picture_and_is_kept_by_nobody(client_browser: Visitor, photo: str) -> None:
    headers = client_browser.get(f"/pictures/{photo}", headers={"Accept-Encoding": "gzip"}).headers
    assert headers["Content-Disposition"] == "inline; filename=photo.jpg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in headers and "ETag" not in headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none';")


def test_the_picture_of_somebody_else_is_not_found(app: Flask, client_browser: Visitor, rosa: Client) -> None:
    theirs = pictures.keep(factories.nora(), remake(photos.file()))
    foreign, unknown = (client_browser.get(f"/pictures/{name}") for name in (theirs, "A" * 22))
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    # Each page holds its own address, to be read in another language.
    assert without_secret(foreign.text).replace(theirs, "A" * 22) == without_secret(unknown.text)


def test_an_address_that_names_none_is_not_found(client_browser: Visitor) -> None:
    for wrong in ("1", "%00", "..%2f..%2fportal.db", "%F0%28"):
        assert client_browser.get(f"/pictures/{wrong}").status_code == 404
