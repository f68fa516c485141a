"""What the folders of tasks offer is looked at when they are loaded, and outlives them where it was written down."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal import tasks as loader
from portal.contract import tasks
from portal.contract.offers import MailOffer
from portal.contract.parts import Part
from portal.database import writing
from portal.models.event import SYSTEM, record

MAIL = MailOffer("Notice", lambda mail: {})


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    loader.load()


@pytest.mark.parametrize("part", [Part(1, events={"birds_" + "x" * 19: "Sung"}), Part(1, mails={"b" * 25: MAIL})])
def test_a_kind_that_no_column_holds_is_refused(part: Part) -> None:
    with pytest.raises(ValueError, match="longer than 24 characters"):
        tasks.use({"birds": part}, {"birds": Path("birds")})


def test_a_mail_without_words_that_keep_the_practice_s_name_out_is_refused(tmp_path: Path) -> None:
    words = tmp_path / "templates" / "email" / "bird_sung"
    words.mkdir(parents=True)
    for name in ("subject.txt", "body.txt"):
        (words / name).write_text("It has sung.")
    with pytest.raises(ValueError, match="no neutral/bird_sung/subject"):
        tasks.use({"birds": Part(1, mails={"bird_sung": MAIL})}, {"birds": tmp_path})


def test_an_event_is_told_by_its_kind_once_its_folder_is_gone(app: Flask) -> None:
    tasks.use({"birds": Part(1, events={"bird_sung": "Sung: {what}"})}, {})
    with writing():
        event = record("bird_sung", SYSTEM, what="at dawn")
    assert event.sentence == "Sung: at dawn"
    loader.load()
    assert event.sentence == "bird_sung"
