"""The photos of the insurance card, from the form to the disk and back; and those that somebody should not send."""

import pytest

from portal.config import Settings
from portal.extensions import db
from portal.images.remaking import GATE, MB, remake
from portal.intake import pictures
from portal.intake.answers import answers_of
from portal.models import Picture
from tests.support import factories, page, photos
from tests.support.choices import choose
from tests.support.insurance import LEAST, pictures_of, rosa, upload
from tests.support.visitor import Visitor

GONE = "This photo is not there any more. Please choose it once more."


@pytest.fixture
def rosas(client_browser: Visitor) -> Visitor:
    choose(task_insurance=True)
    return client_browser


def front() -> str | None:
    return answers_of(rosa(), "insurance").get("front")


def refusal(visitor: Visitor, **fields: object) -> str:
    """What the photo of the front is told."""
    answer = visitor.post("/insurance", LEAST | fields)
    assert answer.status_code == 422
    return page.words(page.by_id(answer.text, "front-error"))


# case 142: where its name and declared kind lie
def test_a_photo_is_kept_whatever_it_is_called(rosas: Visitor) -> None:
    sent = upload(photos.heic(), "card.exe", "application/octet-stream")
    assert rosas.post("/insurance", LEAST | {"front": sent, "back": upload()}).status_code == 303
    shown = rosas.get(f"/pictures/{front()}")
    assert (shown.status_code, shown.content_type) == (200, "image/jpeg")
    assert len(pictures_of(rosa())) == 2


def test_where_it_was_taken_is_nowhere_in_the_database(rosas: Visitor, settings: Settings) -> None:
    rosas.post("/insurance", LEAST | {"front": upload(photos.file(exif=photos.exif(6)))})
    db.session.rollback()
    everything = b"".join(path.read_bytes() for path in settings.data_dir.iterdir() if path.is_file())
    assert photos.GPS not in everything and photos.CAMERA.encode() not in everything
    assert b"\xff\xd8\xff" in everything


BAD = {
    "a bomb": (photos.bomb(), "too many pixels"),
    "a drawing that runs": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "not a picture"),
    "nothing": (b"", "not a picture"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_photo_is_refused_and_nothing_is_kept(rosas: Visitor, what: str) -> None:
    data, words = BAD[what]
    assert words in refusal(rosas, front=upload(data))
    assert (pictures_of(rosa()), answers_of(rosa(), "insurance")) == ([], {})


def test_more_than_the_form_may_have_is_refused_as_a_whole(rosas: Visitor) -> None:
    answer = rosas.post("/insurance", LEAST | {"front": upload(bytes(25 * MB))})
    assert (answer.status_code, "larger than 25 MB" in answer.text) == (413, True)


# as phones take them
def test_two_photos_that_are_too_large_keep_what_was_typed(rosas: Visitor) -> None:
    front, back = (upload(photos.file() + bytes(11 * MB)) for _ in range(2))
    answer = rosas.post("/insurance", LEAST | {"front": front, "back": back})
    assert answer.status_code == 422
    assert answer.text.count("at most 8 MB.</span>") == 2
    assert all(f'value="{typed}"' in answer.text for name, typed in LEAST.items() if name in ("plan", "member_number"))


def test_no_other_form_takes_as_much(rosas: Visitor) -> None:
    choose(task_details=True)
    assert rosas.post("/details", {"front": upload(bytes(2 * MB))}).status_code == 413


def test_whoever_comes_while_the_queue_is_full_is_told_to_come_back_and_each_place_is_given_up(rosas: Visitor) -> None:
    rosas.csrf_token()
    places = [GATE.places.acquire(blocking=False) for _ in range(GATE.holds)]
    try:
        for size in (10, 2 * MB):
            answer = rosas.post("/insurance", LEAST | {"front": upload(photos.file() + bytes(size))})
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    finally:
        for _ in places:
            GATE.places.release()
    for size in (2 * MB, 18 * MB):
        rosas.post("/insurance", LEAST | {"front": upload(bytes(size))})
    assert GATE.places._value == GATE.holds  # type: ignore[attr-defined]


def test_a_file_sent_twice_is_refused(rosas: Visitor) -> None:
    fields = {"csrf_token": rosas.csrf_token(), **LEAST, "front": [upload(), upload()]}
    assert rosas.http.post("/insurance", data=fields, base_url=rosas.base).status_code == 400


def test_a_good_photo_is_not_lost_when_another_field_is_wrong(rosas: Visitor) -> None:
    again = rosas.post("/insurance", LEAST | {"plan": "", "front": upload()}).text
    (kept,) = pictures_of(rosa())
    fields = {field.get("name"): field.get("value") for field in page.tree(again).iter("input")}
    assert fields["front_kept"] == kept
    assert f"/pictures/{kept}?size=small" in [image.get("src") for image in page.tree(again).iter("img")]
    assert rosas.post("/insurance", LEAST | {"front_kept": kept}).status_code == 303
    assert (front(), pictures_of(rosa())) == (kept, [kept])


def test_a_bad_photo_leaves_the_one_before_which_can_be_removed(rosas: Visitor) -> None:
    rosas.post("/insurance", LEAST | {"front": upload()})
    before = front()
    again = rosas.post("/insurance", LEAST | {"front": upload(b"no photo"), "front_kept": before})
    assert (again.status_code, f'value="{before}"' in again.text) == (422, True)
    rosas.post("/insurance", LEAST | {"front_kept": front(), "front_remove": "1"})
    assert front() is None


def test_the_photo_of_somebody_else_and_the_logo_are_refused(rosas: Visitor) -> None:
    theirs = pictures.keep(factories.nora(), remake(photos.file()))
    assert refusal(rosas, front_kept=theirs) == GONE
    assert refusal(rosas, front_kept="A" * 22) == GONE
    assert db.session.query(Picture).count() == 1
    assert refusal(rosas, front_kept=factories.put_logo().public_id) == GONE


def test_what_is_left_over_is_dropped_with_the_next_save(rosas: Visitor) -> None:
    for _ in range(2):
        rosas.post("/insurance", LEAST | {"plan": "", "front": upload()})
    rosas.post("/insurance", LEAST)
    assert pictures_of(rosa()) == []
