"""Insurance, as a client fills it in: what is refused, what is kept, and what staff read of it."""

from typing import Any

import pytest

from portal.intake import answers, pending_changes
from portal.intake.pending_changes import changes_of
from portal.models.step_record import Answers
from tests.support import factories, links, page
from tests.support.choices import choose
from tests.support.insurance import LEAST, NONE, OTHER, TEXTS, kept, pictures_of, rosa, upload
from tests.support.visitor import Visitor

PLAN = "Enter your insurance company and plan, or check that you have no insurance."


@pytest.fixture
def rosas(client_browser: Visitor) -> Visitor:
    choose(task_insurance=True)
    return client_browser


def waiting() -> dict[str, tuple[Answers, Answers]]:
    return {change.line.name: (change.old, change.new) for change in changes_of(rosa(), answers.records(rosa()))}


def errors(visitor: Visitor, fields: dict[str, object]) -> dict[str, str]:
    """What each field is told, by its name."""
    answer = visitor.post("/insurance", fields)
    assert answer.status_code == 422
    found = [line for line in page.tree(answer.text).iter("p") if (line.get("id") or "").endswith("-error")]
    return {(line.get("id") or "").removesuffix("-error"): page.words(line) for line in found}


def read_by_staff(staff_browser: Visitor) -> dict[str, str]:
    return page.facts(staff_browser.get(f"/staff/clients/{rosa().public_id}/details").text, within="content")


def test_what_was_saved_is_there_when_the_page_is_opened_again(rosas: Visitor) -> None:
    answer = rosas.post("/insurance", TEXTS | OTHER)
    assert (answer.status_code, answer.location) == (303, "/insurance?saved=1")
    shown = rosas.get(answer.location).text
    assert "Insurance saved." in page.words(page.tree(shown))
    fields = {field.get("name"): field.get("value") for field in page.tree(shown).iter("input")}
    given = TEXTS | {name: text for name, text in OTHER.items() if name != "holder"}
    assert {name: fields[name] for name in given} == given
    chosen = [option.get("value") for option in page.tree(shown).iter("option") if option.get("selected") is not None]
    assert chosen == ["other"]


def test_staff_read_what_was_filled_in(rosas: Visitor, staff_browser: Visitor) -> None:
    rosas.post("/insurance", TEXTS | OTHER | {"front": upload()})
    assert read_by_staff(staff_browser) == {
        "Insurance company and plan": "Blue Shield PPO", "Member number": "XEA 123 456", "Group number": "77-001",
        "Policy holder": "Carlos Delgado, born March 14, 1958",
        "Photo of the front": "", "Photo of the back": "Not given",
    }  # fmt: skip
    shown = staff_browser.get(f"/staff/clients/{rosa().public_id}/details").text
    assert f'src="/staff/clients/{rosa().public_id}/pictures/{kept()["front"]}?size=small"' in shown


def test_who_has_no_insurance_need_say_no_more_and_nothing_rightly(rosas: Visitor, staff_browser: Visitor) -> None:
    wrong = NONE | {"plan": "x" * 300, "holder": "other", "month": "13", "front": upload(b"no photo")}
    assert rosas.post("/insurance", wrong).status_code == 303
    assert kept() == {"no_insurance": True}
    assert read_by_staff(staff_browser)["Insurance company and plan"] == "No insurance"


def test_no_insurance_counts_as_an_answer_to_the_step(rosas: Visitor) -> None:
    choose(step_insurance="required")
    assert rosas.get("/home").status_code == 200
    assert rosas.get("/steps/insurance").status_code == 200
    assert rosas.post("/steps/insurance", NONE).location == "/home"
    assert rosas.get("/steps/insurance").location == "/home"


def test_nothing_filled_in_is_refused(rosas: Visitor) -> None:
    assert errors(rosas, {"holder": "self"}) == {
        "plan": PLAN, "member_number": "Enter the member number, as it stands on your card.",
    }  # fmt: skip
    assert kept() == {}


def test_of_another_policy_holder_name_and_a_birth_date_that_can_be_are_needed(rosas: Visitor) -> None:
    assert errors(rosas, LEAST | {"holder": "other"}) == {
        "holder_name": "Enter the name of the policy holder.",
        "birth-date": "Enter the date of birth of the policy holder.",
    }
    assert set(errors(rosas, OTHER | {"month": "2", "day": "30"})) == {"birth-date"}


def test_what_was_said_of_somebody_else_goes_once_it_is_the_client(rosas: Visitor) -> None:
    rosas.post("/insurance", OTHER | {"holder": "self"})
    assert kept() == LEAST


def test_each_text_may_be_so_long_and_no_longer(rosas: Visitor) -> None:
    longest = {"plan": 200, "member_number": 60, "group_number": 60}
    assert set(errors(rosas, LEAST | {field: "x" * (most + 1) for field, most in longest.items()})) == set(longest)
    assert rosas.post("/insurance", LEAST | {field: "x" * most for field, most in longest.items()}).status_code == 303


def test_saving_what_is_there_leaves_no_event(rosas: Visitor) -> None:
    rosas.post("/insurance", OTHER | {"front": upload()})
    before = links.last_event()
    assert rosas.post("/insurance", OTHER | {"front_kept": kept()["front"]}).status_code == 303
    assert links.kinds_since(before) == []


def test_a_photo_added_later_waits_as_any_change(rosas: Visitor, staff_browser: Visitor) -> None:
    rosas.post("/insurance", LEAST | {"front": upload()})
    first = kept()["front"]
    rosas.post("/insurance", LEAST | {"front": upload(), "front_kept": first})
    assert kept()["front"] == first
    old, new = waiting()["front"]
    assert old == {"front": first} and new["front"] != first
    assert pictures_of(rosa()) == [first, new["front"]]
    profile = staff_browser.get(f"/staff/clients/{rosa().public_id}").text
    assert profile.index(f"{first}?size=small") < profile.index(f"{new['front']}?size=small")


@pytest.mark.parametrize(
    ("settle", "stays"),
    [(pending_changes.accept, "new"), (pending_changes.decline, "old")],
    ids=["accepted", "declined"],
)
def test_once_a_new_photo_is_settled_the_other_one_is_gone(rosas: Visitor, settle: Any, stays: str) -> None:
    for _ in range(2):
        rosas.post("/insurance", LEAST | {"front": upload()})
    (change,) = changes_of(rosa(), answers.records(rosa()))
    settle(rosa(), change.name, change.seen, factories.dana())
    assert pictures_of(rosa()) == [kept()["front"]] == [getattr(change, stays)["front"]]


def test_from_a_plan_to_none_everything_waits_together(rosas: Visitor) -> None:
    rosas.post("/insurance", OTHER | {"front": upload()})
    rosas.post("/insurance", NONE)
    assert set(waiting()) == {"plan", "member_number", "holder", "front"}
    found = changes_of(rosa(), answers.records(rosa()))
    pending_changes.accept(rosa(), "", pending_changes.seen(found), factories.dana())
    assert (kept(), pictures_of(rosa())) == ({"no_insurance": True}, [])


def test_each_question_is_a_group_with_a_name(rosas: Visitor) -> None:
    groups = [page.words(legend) for legend in page.tree(rosas.get("/insurance").text).iter("legend")]
    assert groups == ["Your insurance", "Whose insurance it is", "Their date of birth",
                      "Photos of your card (optional)"]  # fmt: skip
