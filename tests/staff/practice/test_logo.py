"""The practice's logo: put there, shown, changed, taken away."""

from io import BytesIO

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Event, Picture, Practice
from tests.support import cast, counting, factories, photos
from tests.support.page import by_id, tree, words
from tests.support.visitor import Visitor

MAPLE = {"name": cast.PRACTICE, "phone": cast.PHONE, "reply_to": "", "address": "", "time_zone": cast.TIME_ZONE}
PAGE, REMOVAL = "/staff/practice", "/staff/practice/logo-removals"
TOO_LARGE = b"\x89PNG\r\n\x1a\n" + b"x" * (2 * 1024 * 1024)


def send(browser: Visitor, data: bytes, filename: str = "logo.png", **changes: str) -> TestResponse:
    return browser.post(PAGE, MAPLE | changes | {"logo": (BytesIO(data), filename)}, content_type="multipart/form-data")


def logos() -> list[Picture]:
    db.session.rollback()
    return list(db.session.scalars(select(Picture)))


def told() -> list[str]:
    db.session.rollback()
    return [event.fields["what"] for event in db.session.scalars(select(Event).where(Event.kind == "practice_changed"))]


def shown(browser: Visitor, page: str = "/sign-in") -> str | None:
    """The address of the logo in the head of a page."""
    head = next(part for part in tree(browser.get(page).text).iter("header") if "page-head" in part.get("class", ""))
    return next((image.get("src") for image in head.iter("img")), None)


def test_a_logo_is_kept_as_a_picture_made_anew(staff_browser: Visitor, visitor: Visitor) -> None:
    sent = photos.file(photos.picture(1000, 250), "PNG")
    response = send(staff_browser, sent)
    assert (response.status_code, response.location) == (303, "/staff/practice?saved=1")
    (picture,) = logos()
    assert Practice.one().logo is picture
    assert (picture.client_id, picture.width, picture.height) == (None, 400, 100)
    assert picture.data != sent
    answer = visitor.get(shown(visitor) or "")
    assert Image.open(BytesIO(answer.data)).size == (400, 100)
    assert answer.mimetype == picture.media_type


def test_another_takes_its_place_under_another_address_and_stays_until_then(
    staff_browser: Visitor, visitor: Visitor
) -> None:
    send(staff_browser, photos.file(kind="PNG"), phone="(555) 010-0199")
    assert told() == ["phone is now (555) 010-0199; logo is now another"]
    before = shown(visitor) or ""
    send(staff_browser, photos.file(kind="JPEG"), "logo.jpg")
    assert len(logos()) == 1
    assert visitor.get(before).status_code == 404
    after = shown(visitor) or ""
    assert visitor.get(after).status_code == 200
    staff_browser.post(PAGE, MAPLE | {"phone": "(555) 010-0177"})
    assert shown(visitor) == after, "saved without a file"


def test_it_can_be_removed_by_a_button_of_its_own(staff_browser: Visitor, visitor: Visitor) -> None:
    send(staff_browser, photos.file(kind="PNG"))
    page = tree(staff_browser.get(PAGE).text)
    (button,) = [button for button in page.iter("button") if words(button) == "Remove logo"]
    form = by_id(staff_browser.get(PAGE).text, button.get("form") or "")
    response = staff_browser.post(form.get("action") or "")
    assert (response.status_code, response.location) == (303, "/staff/practice?saved=1")
    assert (logos(), shown(visitor), told()[1:]) == ([], None, ["logo is now empty"])
    assert "Remove logo" not in staff_browser.get(PAGE).text
    assert staff_browser.post(REMOVAL).status_code == 303
    assert len(told()) == 2, "there was none to remove"


BAD = {
    "HEIC, which no browser of a client shows": (photos.heic(), "Please choose a JPEG, PNG or WebP file."),
    "too large": (TOO_LARGE, "It may have at most 2 MB."),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_logo_is_refused_on_the_form_and_nothing_is_lost(staff_browser: Visitor, case: str) -> None:
    data, sentence = BAD[case]
    response = send(staff_browser, data, name="Elm Street")
    assert response.status_code == 422
    assert sentence in words(by_id(response.text, "logo-error"))
    assert by_id(response.text, "name").get("value") == "Elm Street"
    assert (logos(), told(), Practice.one().name) == ([], [], cast.PRACTICE)


def test_whoever_has_to_correct_another_field_is_told_to_choose_the_file_again(staff_browser: Visitor) -> None:
    response = send(staff_browser, photos.file(kind="PNG"), phone="call me")
    assert response.status_code == 422
    assert words(by_id(response.text, "logo-error")) == "Please choose the file again."
    assert logos() == []


def test_its_address_is_the_same_for_everybody_and_never_goes_stale(app: Flask, visitor: Visitor) -> None:
    logo = factories.put_logo()
    response = visitor.get(f"/logo/{logo.public_id}")
    assert (response.status_code, response.data) == (200, factories.LOGO.data)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in response.headers
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_no_other_picture_is_shown_at_such_an_address(app: Flask, visitor: Visitor) -> None:
    logo = factories.put_logo()
    others = Picture(
        client_id=factories.rosa().id, media_type="image/png", width=1, height=1, data=b"x", created_at=logo.created_at
    )
    db.session.add(others)
    db.session.commit()
    for unknown in (others.public_id, "AAAAAAAAAAAAAAAAAAAAAA", str(logo.id), logo.public_id.lower()):
        assert visitor.get(f"/logo/{unknown}").status_code == 404


def test_the_name_is_on_the_page_once_for_the_eye_and_once_for_the_ear(visitor: Visitor) -> None:
    factories.put_logo()
    (brand,) = [part for part in tree(visitor.get("/sign-in").text).iter("p") if part.get("class") == "brand"]
    image, name = list(brand)
    assert (image.get("alt"), words(name), name.get("aria-hidden")) == (cast.PRACTICE, cast.PRACTICE, "true")
    assert (image.get("width"), image.get("height")) == ("120", "40")


def test_a_logo_costs_a_page_no_statement(client_browser: Visitor) -> None:
    counts = []
    for _ in range(2):
        client_browser.get("/home")
        with counting.statements(db.engine) as seen:
            client_browser.get("/home")
        counts.append(len(seen))
        factories.put_logo()
    assert counts[0] == counts[1]
