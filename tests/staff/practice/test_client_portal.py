"""Practice → Client portal: the practice's defaults."""

import pytest

from portal.contract import tasks
from portal.extensions import db
from portal.models import Practice
from portal.options import resolve
from tests.support import quotas
from tests.support.option_pages import (
    BIRTH_DATE,
    INSURANCE,
    INSURANCE_STEP,
    LIFETIME,
    PRACTICE,
    PROFILE,
    RENEW,
    STEP,
    TASK,
    changes,
    choices,
    chosen,
    labels,
    now,
    save,
)
from tests.support.page import headings, tree, words
from tests.support.visitor import Visitor

IDLE, SHORTEST = "Sign out after (minutes)", "Shortest password"
DEFAULTS = {BIRTH_DATE: "on", STEP: "Don't ask", INSURANCE_STEP: "Don't ask", LIFETIME: "48", RENEW: "on", TASK: "off",
            INSURANCE: "off", IDLE: "30", SHORTEST: "12"}  # fmt: skip
# field: what is typed or ticked, the option as it is then, the event
CHANGES = {
    "ask_birth_date": (None, False, f"{BIRTH_DATE}: changed from on to off"),
    "step_details": ("required", "required", f"{STEP}: changed from don't ask to required"),
    "link_hours": (" 24 ", 24, f"{LIFETIME}: changed from 48 to 24"),
    "lets_clients_renew": (None, False, f"{RENEW}: changed from on to off"),
    "task_details": ("y", True, f"{TASK}: changed from off to on"),
    "idle_minutes": ("5", 5, f"{IDLE}: changed from 30 to 5"),
    "shortest_password": ("64", 64, f"{SHORTEST}: changed from 12 to 64"),
}


def kept() -> dict[str, object]:
    db.session.rollback()
    return dict(Practice.one().options)


def test_each_option_stands_under_its_heading_as_it_is_until_somebody_chooses(staff_browser: Visitor) -> None:
    html = staff_browser.get(PRACTICE).text
    assert {label: chosen(html, label) for label in labels(html)} == DEFAULTS
    assert headings(html) == ["Client registration", "Portal tasks", "Sign-in", "What does a client see?"]


def test_steps_are_a_choice_of_three_numbers_are_typed_and_the_rest_is_ticked(staff_browser: Visitor) -> None:
    html = staff_browser.get(PRACTICE).text
    assert choices(html, STEP) == ["Don't ask", "Optional", "Required"]
    controls = labels(html)
    assert [controls[label].get("type") for label in (BIRTH_DATE, RENEW, TASK)] == ["checkbox"] * 3
    for label in (LIFETIME, IDLE, SHORTEST):
        assert (controls[label].get("type"), controls[label].get("inputmode")) == ("text", "numeric")


def test_each_is_changed_with_an_event_of_the_old_and_the_new_value_and_stands_in_its_field(
    staff_browser: Visitor,
) -> None:
    answer = save(staff_browser, PRACTICE, **{field: typed for field, (typed, *_) in CHANGES.items()})
    assert (answer.status_code, answer.location) == (303, f"{PRACTICE}?saved=1")
    assert kept() == {field: value for field, (_, value, _) in CHANGES.items()}
    assert sorted(changes("option_changed")) == sorted(sentence for *_, sentence in CHANGES.values())
    html = staff_browser.get(answer.location).text
    assert "Options saved." in html
    assert {label: chosen(html, label) for label in labels(html)} == {
        BIRTH_DATE: "off", STEP: "Required", LIFETIME: "24", RENEW: "off", TASK: "on",
        INSURANCE_STEP: "Don't ask", INSURANCE: "off", IDLE: "5", SHORTEST: "64",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("label", "field", "low", "high"),
    [(LIFETIME, "link_hours", 1, 48), (IDLE, "idle_minutes", 5, 60), (SHORTEST, "shortest_password", 12, 64)],
)
def test_both_bounds_are_taken_and_what_is_no_number_within_them_is_refused_and_stays_in_its_field(
    label: str, field: str, low: int, high: int, staff_browser: Visitor
) -> None:
    for taken in (str(low), str(high)):
        assert save(staff_browser, PRACTICE, **{field: taken}).status_code == 303
    before = (kept(), changes("option_changed"))
    for typed in (str(low - 1), str(high + 1), "12.5", "9" * 5000):
        answer = save(staff_browser, PRACTICE, **{field: typed}, task_details="y")
        assert answer.status_code == 422
        assert now(answer.text, label) == f"Use a number from {low} to {high}."
        assert (chosen(answer.text, label), chosen(answer.text, TASK)) == (typed, "on")
    assert (kept(), changes("option_changed")) == before


def test_a_manager_changes_them_too(staff_browser: Visitor) -> None:
    quotas.dana().role = "manager"
    db.session.commit()
    assert save(staff_browser, PRACTICE, lets_clients_renew=None).status_code == 303
    db.session.rollback()
    assert not resolve.lets_renew()


@pytest.mark.parametrize("page", [PRACTICE, PROFILE])
def test_each_step_and_task_says_what_is_asked_of_the_client_and_where_clients_read_of_it(
    staff_browser: Visitor, page: str
) -> None:
    html = tree(staff_browser.get(page).text)
    said = words(html)
    told = [*(step.asks for step in tasks.steps().values()), *(task.about for task in tasks.tasks().values())]
    assert told and [sentence for sentence in told if sentence not in said] == []
    assert "A step is asked once, right after username and password." in said
    assert "A task stays in the portal, for whenever the client wants to." in said
    found = {words(link): link.get("href", "") for link in html.iter("a")}
    assert staff_browser.get(found["How clients read it"]).status_code == 200


def test_junk_in_the_row_shows_the_default_and_goes_when_it_is_changed(staff_browser: Visitor) -> None:
    Practice.one().options = {"link_hours": "soon", "step_details": 7, "task_details": 1}
    db.session.commit()
    html = staff_browser.get(PRACTICE).text
    assert {label: chosen(html, label) for label in labels(html)} == DEFAULTS
    save(staff_browser, PRACTICE, link_hours="24")
    assert kept()["link_hours"] == 24 and changes("option_changed") == [f"{LIFETIME}: changed from 48 to 24"]
