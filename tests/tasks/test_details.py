"""Details, as a client keeps them up to date: what is refused, what is kept, and that there is one truth."""

import pytest

from portal.clients import records
from portal.clients.records import Details
from portal.extensions import db
from portal.intake import answers
from portal.intake.answers import answers_of
from portal.models import Client
from portal.models.step_record import Answers
from portal.practice import particulars as practices
from portal.practice.particulars import Particulars
from tests.support import cast, details, factories, links, page
from tests.support.choices import choose
from tests.support.details import GIVEN, LEAST, LONGEST
from tests.support.visitor import Visitor

SHORT = "This is not a whole phone number. Enter it with its area code."


@pytest.fixture
def rosas(client_browser: Visitor) -> Visitor:
    choose(task_details=True)
    return client_browser


def rosa() -> Client:
    db.session.rollback()
    return db.session.query(Client).filter_by(first_name="Rosa").one()


def kept() -> Answers:
    return answers_of(rosa(), "details") or {}


def errors(visitor: Visitor, **fields: str) -> dict[str, str]:
    """What each field is told, by its name, after the least that is needed with these in its place."""
    answer = visitor.post("/details", LEAST | fields)
    assert answer.status_code == 422
    found = [line for line in page.tree(answer.text).iter("p") if (line.get("id") or "").endswith("-error")]
    return {(line.get("id") or "").removesuffix("-error"): page.words(line) for line in found}


def test_what_was_saved_is_there_when_the_page_is_opened_again(rosas: Visitor) -> None:
    answer = rosas.post("/details", GIVEN | {"phone_3": "212 555 0177", "phone_3_kind": "work"})
    assert (answer.status_code, answer.location) == (303, "/details?saved=1")
    shown = rosas.get(answer.location).text
    assert "Details saved." in page.words(page.tree(shown))
    fields = {field.get("name"): field for field in page.tree(shown).iter("input")}
    given = {name: text for name, text in details.TEXTS.items() if name != "phone_kind"}
    assert {name: fields[name].get("value") for name in given} == given
    assert fields["phone_3"].get("value") == "(212) 555-0177"
    boxes = ("phone_message", "phone_3_message", "reach_phone", "reach_text", "reach_email")
    assert [fields[name].get("checked") is not None for name in boxes] == [True, False, True, True, False]
    chosen = [option.get("value") for option in page.tree(shown).iter("option") if option.get("selected") is not None]
    assert chosen == ["home", "mobile", "work"]


def test_name_and_phone_are_those_that_staff_see_and_change(rosas: Visitor) -> None:
    rosas.post("/details", GIVEN)
    assert (rosa().preferred_name, rosa().phone) == ("Rosalinda", "(212) 555-0123")
    row = answers.find(rosa(), "details")
    assert row and not {"preferred_name", "phone"} & set(row.answers or {})
    by_staff = Details("Rosa", "Delgado", "Ro", None, "(212) 555-0199", None)
    records.change(rosa(), by_staff, factories.dana())
    shown = rosas.get("/details").text
    assert 'value="Ro"' in shown and 'value="(212) 555-0199"' in shown


def test_an_emptied_field_is_emptied(rosas: Visitor) -> None:
    rosas.post("/details", GIVEN)
    emptied = dict.fromkeys((*LONGEST, "contact_phone"), "") | LEAST
    rosas.post("/details", emptied)
    assert kept() == {"phone": "(212) 555-0123", "phone_kind": "home", "reach": ["email"]}
    assert rosa().preferred_name is None


def test_saving_what_is_there_leaves_no_event(rosas: Visitor) -> None:
    rosas.post("/details", GIVEN)
    before = links.last_event()
    assert rosas.post("/details", GIVEN).status_code == 303
    assert links.kinds_since(before) == []


def test_a_phone_and_a_way_to_reach_somebody_are_needed(rosas: Visitor) -> None:
    answer = rosas.post("/details", {})
    shown = page.words(page.tree(answer.text))
    assert answer.status_code == 422
    assert "There are 2 problems" in shown
    assert "Phone: Enter a phone number that we can call." in shown
    assert "How we may reach you: Choose at least one." in shown
    assert kept() == {"preferred_name": "Rosie"}


def test_each_phone_is_a_whole_number(rosas: Visitor) -> None:
    phones = ("phone", "phone_2", "phone_3", "contact_phone")
    assert errors(rosas, contact_name="C", **dict.fromkeys(phones, "555 01")) == dict.fromkeys(phones, SHORT)


def test_of_a_phone_without_a_number_nothing_is_kept(rosas: Visitor) -> None:
    rosas.post("/details", LEAST | {"phone_2": "", "phone_2_kind": "work", "phone_2_message": "y"})
    assert not [name for name in kept() if name.startswith("phone_2")]


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"contact_name": "Carlos"}, {"contact_phone"}),
        ({"contact_phone": "212 555 0188"}, {"contact_name"}),
        ({"contact_relationship": "brother"}, {"contact_name", "contact_phone"}),
    ],
)
def test_an_emergency_contact_has_a_name_and_a_phone(rosas: Visitor, given: dict[str, str], refused: set[str]) -> None:
    assert set(errors(rosas, **given)) == refused


def test_each_text_may_be_so_long_and_no_longer(rosas: Visitor) -> None:
    phone = {"contact_phone": "212 555 0188"}
    assert set(errors(rosas, **phone, **{field: "x" * (most + 1) for field, most in LONGEST.items()})) == set(LONGEST)
    fitting = {field: "x" * most for field, most in LONGEST.items()}
    assert rosas.post("/details", LEAST | phone | fitting).status_code == 303


# cases 141, 142
@pytest.mark.parametrize("text", ['"><img src=x onerror=alert(1)>', "{{7*7}}", "' OR 1=1 --", "李小龙", "مرحبا"])
def test_a_text_is_shown_as_it_was_typed(rosas: Visitor, staff_browser: Visitor, text: str) -> None:
    short = [name for name, longest in LONGEST.items() if longest >= len(text)]
    fields = GIVEN | dict.fromkeys(short, text)
    assert rosas.post("/details", fields).status_code == 303
    typed = {field.get("name"): field.get("value") for field in page.tree(rosas.get("/details").text).iter("input")}
    assert {typed[name] for name in short} == {text}
    for address in ("/home", "/guide"):
        assert page.words(page.tree(rosas.get(address).text))
    base = f"/staff/clients/{rosa().public_id}"
    assert page.words(page.tree(staff_browser.get(f"{base}/details").text)).count(text) >= len(short)
    assert staff_browser.get(f"{base}/history").status_code == 200


# case 142
def test_marks_that_turn_the_direction_are_taken_out(rosas: Visitor) -> None:
    rosas.post("/details", GIVEN | {"city": "\u202eAlbany\u2066", "preferred_name": "\u200fRo"})
    assert (kept()["city"], rosa().preferred_name) == ("Albany", "Ro")


# case 143
def test_100_kilobytes_in_each_field_are_refused_or_mean_no_more_than_a_check(rosas: Visitor) -> None:
    is_box = {name: name.endswith("_message") or name.startswith(("reach_", "keeps_")) for name in details.FIELDS}
    for name in details.FIELDS:
        answer = rosas.post("/details", GIVEN | {name: "x" * 100_000})
        assert answer.status_code == (303 if is_box[name] else 422), name
    assert "x" * 1000 not in str(kept())


def test_what_another_phone_holds_is_not_folded_away(rosas: Visitor) -> None:
    def open_ones(html: str) -> list[bool]:
        return [part.get("open") is not None for part in page.tree(html).iter("details")]

    assert open_ones(rosas.get("/details").text) == [False, False]
    assert open_ones(rosas.post("/details", LEAST | {"phone_2": "1"}).text) == [True, False]
    rosas.post("/details", LEAST | {"phone_3": "212 555 0177"})
    assert open_ones(rosas.get("/details").text) == [True, True]


def test_each_question_is_a_group_with_a_name(rosas: Visitor) -> None:
    groups = [page.words(legend) for legend in page.tree(rosas.get("/details").text).iter("legend")]
    assert groups == ["Your name", "Your phone", "How may we reach you?", "Your address (optional)",
                      "Emergency contact (optional)", "Our mails to you"]  # fmt: skip


def test_browsers_are_told_what_they_may_fill_in_by_themselves(rosas: Visitor) -> None:
    fields = {field.get("name"): field for field in page.tree(rosas.get("/details").text).iter("input")}
    known = {"preferred_name": "nickname", "phone": "tel", "street": "address-line1", "apartment": "address-line2",
             "city": "address-level2", "region": "address-level1", "postal_code": "postal-code",
             "contact_name": "off", "contact_phone": "off"}  # fmt: skip
    assert {name: fields[name].get("autocomplete") for name in known} == known
    assert fields["phone"].get("inputmode") == fields["contact_phone"].get("inputmode") == "tel"


def test_a_phone_is_read_as_it_is_dialled_where_the_practice_is(rosas: Visitor) -> None:
    practices.change(Particulars(cast.PRACTICE, cast.PHONE, None, "Europe/Berlin"), factories.dana())
    rosas.post("/details", LEAST | {"phone": "030/901820"})
    assert rosa().phone == "030 901820"
