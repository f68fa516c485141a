"""What an accepted line takes along: a card of an insurance that there is none of any more."""

import pytest
from flask import Flask

from portal.credentials import answers, attention, changes, pictures
from portal.credentials.changes import Change
from portal.extensions import db
from portal.models import Client, Picture
from portal.models.step_record import Answers
from portal.pictures import Remade
from tests.support import factories
from tests.support.stepping import own

CARD = {"plan": "Blue Shield PPO", "member_number": "XEA 123 456", "holder": "self"}


@pytest.fixture
def rosa(app: Flask) -> Client:
    """With a card and its photo on file, who says that she has no insurance any more."""
    rosa = factories.rosa()
    front = pictures.keep(rosa, Remade("image/jpeg", 1, 1, b"\xff\xd8\xff\xd9"))
    answers.answer(rosa, "insurance", CARD | {"front": front}, own(rosa))
    answers.answer(rosa, "insurance", {"no_insurance": True}, own(rosa))
    return rosa


def waiting(client: Client) -> list[Change]:
    db.session.rollback()
    return changes.of(client, answers.records(client))


def accept(client: Client, name: str) -> None:
    found = [change for change in waiting(client) if change.name == name]
    changes.accept(client, name, changes.seen(found), factories.dana())


def kept(client: Client) -> tuple[Answers | None, Answers | None]:
    db.session.rollback()
    row = answers.find(client, "insurance")
    assert row is not None
    return row.answers, row.changes


def photos() -> int:
    return db.session.query(Picture).count()


def test_nothing_waits_and_no_photo_stays_once_it_is_accepted_that_there_is_no_insurance(rosa: Client) -> None:
    assert (len(waiting(rosa)), photos()) == (4, 1)
    accept(rosa, "insurance.plan")
    assert (kept(rosa), waiting(rosa), photos()) == (({"no_insurance": True}, None), [], 0)
    assert [line for line in attention.lines() if line.cause == "changed"] == []


def test_a_number_that_is_accepted_before_its_plan_is_there_with_it(rosa: Client) -> None:
    accept(rosa, "insurance.plan")
    answers.answer(rosa, "insurance", CARD, own(rosa))
    accept(rosa, "insurance.member_number")
    accept(rosa, "insurance.plan")
    assert answers.on_file(rosa, "insurance", answers.find(rosa, "insurance")) == {
        "plan": CARD["plan"], "member_number": CARD["member_number"],
    }  # fmt: skip
    assert [change.name for change in waiting(rosa)] == ["insurance.holder"]
