"""How long a client's picture is kept: as long as something names it."""

import pytest

from portal.database import writing
from portal.extensions import db
from portal.images.remaking import Remade
from portal.intake import pictures
from portal.models import Client, Picture, StepRecord
from portal.models.step_record import Answers
from tests.support import factories

DOT = Remade("image/jpeg", 1, 1, b"\xff\xd8\xff\xd9")


@pytest.fixture
def rosa(app: object) -> Client:
    return factories.rosa()


def kept(client: Client) -> list[str]:
    db.session.rollback()
    return [picture.public_id for picture in db.session.query(Picture).filter_by(client_id=client.id)]


def name(client: Client, answers: Answers | None = None, changes: Answers | None = None) -> None:
    with writing():
        db.session.add(StepRecord(client_id=client.id, step="insurance", answers=answers, changes=changes))


def drop(client: Client) -> None:
    with writing():
        pictures.drop_unused(client)


def test_a_picture_is_kept_as_it_was_made(rosa: Client) -> None:
    public_id = pictures.keep(rosa, Remade("image/png", 3, 2, b"made anew"))
    picture = Picture.of_client(rosa.id, public_id)
    assert picture is not None
    assert (picture.media_type, picture.width, picture.height, picture.data) == ("image/png", 3, 2, b"made anew")


@pytest.mark.parametrize("where", ["answers", "changes"])
def test_what_is_named_stays_and_the_rest_is_dropped(rosa: Client, where: str) -> None:
    named, deep, unused = (pictures.keep(rosa, DOT) for _ in range(3))
    name(rosa, **{where: {"front": named, "more": [{"old": None, "new": deep}], "number": 7}})
    drop(rosa)
    assert kept(rosa) == [named, deep]
    assert unused not in kept(rosa)


def test_those_of_another_client_stay_and_what_they_name_keeps_no_other(rosa: Client) -> None:
    nora = factories.nora()
    noras, rosas = pictures.keep(nora, DOT), pictures.keep(rosa, DOT)
    name(nora, {"front": rosas})
    drop(rosa)
    assert (kept(nora), kept(rosa)) == ([noras], [])
    assert Picture.of_client(rosa.id, noras) is None  # as one that does not exist


def test_a_form_that_is_filled_in_again_and_again_fills_no_disk(rosa: Client) -> None:
    named = pictures.keep(rosa, DOT)
    name(rosa, {"front": named})
    uploaded = [pictures.keep(rosa, DOT) for _ in range(pictures.MOST_UNUSED + 3)]
    assert kept(rosa) == [named, *uploaded[3:]]
