"""What an accepted line takes along: a card of an insurance that there is none of any more."""

import pytest
from flask import Flask

from portal.diagnosis import needs_attention
from portal.extensions import db
from portal.images.remaking import Remade
from portal.intake import answers, pictures
from portal.models import Client
from portal.models.step_record import Answers
from tests.support import factories
from tests.support.insurance import LEAST, pictures_of
from tests.support.reviewing import accept, names, waiting
from tests.support.stepping import own

NO_INSURANCE = {"no_insurance": True}


@pytest.fixture
def rosa(app: Flask) -> Client:
    """With a card and its photo on file, who says that she has no insurance any more."""
    rosa = factories.rosa()
    front = pictures.keep(rosa, Remade("image/jpeg", 1, 1, b"\xff\xd8\xff\xd9"))
    answers.answer(rosa, "insurance", LEAST | {"front": front}, own(rosa))
    answers.answer(rosa, "insurance", NO_INSURANCE, own(rosa))
    return rosa


def kept(client: Client) -> tuple[Answers | None, Answers | None]:
    db.session.rollback()
    row = answers.find(client, "insurance")
    assert row is not None
    return row.answers, row.changes


def test_nothing_waits_and_no_photo_stays_once_it_is_accepted_that_there_is_no_insurance(rosa: Client) -> None:
    assert (len(waiting(rosa)), len(pictures_of(rosa))) == (4, 1)
    accept(rosa, "insurance.plan")
    assert (kept(rosa), waiting(rosa), len(pictures_of(rosa))) == ((NO_INSURANCE, None), [], 0)
    assert [line for line in needs_attention.lines() if line.cause == "changed"] == []


def test_a_number_that_is_accepted_before_its_plan_is_there_with_it(rosa: Client) -> None:
    accept(rosa, "insurance.plan")
    answers.answer(rosa, "insurance", LEAST, own(rosa))
    accept(rosa, "insurance.member_number")
    assert names(waiting(rosa)) == ["insurance.plan", "insurance.holder"]
    accept(rosa, "insurance.plan")
    assert answers.on_file(rosa, "insurance", answers.find(rosa, "insurance")) == {
        "plan": LEAST["plan"], "member_number": LEAST["member_number"],
    }  # fmt: skip
    assert names(waiting(rosa)) == ["insurance.holder"]
