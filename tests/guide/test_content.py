"""What the guide says, and that it says what the program does."""

import ast
import re
from datetime import timedelta

import pytest
from flask import Flask

from portal.extensions import db
from portal.guide import content
from portal.guide.parts import Guide, Run, RunKind, Text, words
from portal.models import Client, Practice, link
from tests.house.code import imported, modules, templates
from tests.support import cast, counting, factories, guides
from tests.support.choices import choose


def written(client: Client | None = None) -> Guide:
    return content.write(Practice.one(), client)


def said() -> str:
    return " ".join(guides.sentences(written()))


def test_it_names_the_practice_its_phone_and_both_addresses(app: Flask) -> None:
    guide = written()
    assert (guide.title, guide.practice, guide.phone) == ("Client Portal Guide", cast.PRACTICE, cast.PHONE)
    assert guide.address == "http://127.0.0.1:8000"

    assert guide.place == ()
    Practice.one().address = "12 Maple Street\nSpringfield"
    assert written().place == ("12 Maple Street", "Springfield")


HTTPS = {"PORTAL_PUBLIC_URL": "https://portal.test", "PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_SECURITY": "none"}


@pytest.mark.parametrize("environment", [HTTPS])
def test_it_tells_what_the_mail_looks_like_and_where_the_portal_is(app: Flask, environment: dict[str, str]) -> None:
    text = said()
    assert "It comes from no-reply@portal.test." in text
    assert f"Its subject is Set up your client portal account with {cast.PRACTICE}." in text
    assert "In your browser, open https://portal.test" in text


def test_who_keeps_the_practices_name_out_of_mail_is_told_the_subjects_of_those_mails(app: Flask) -> None:
    rosa = factories.rosa()
    rosa.keeps_name_out = True
    text = " ".join(guides.sentences(written(rosa)))
    assert "Its subject is Set up your account." in text and "Its subject is Reset your password." in text


@pytest.mark.parametrize(
    ("where", "name", "value", "sentence"),
    [
        (link, "SELF_SERVICE_LIFETIME", timedelta(hours=2), "The link works once, for 2 hours."),
        (link, "WRONG_BIRTH_DATES", 7, "After 7 wrong answers the link is locked."),
    ],
)
def test_its_numbers_are_those_of_the_rules(
    app: Flask, monkeypatch: pytest.MonkeyPatch, where: object, name: str, value: object, sentence: str
) -> None:
    assert "The link works once, for 1 hour." in said() and sentence not in said()
    monkeypatch.setattr(where, name, value)
    assert sentence in said()


def test_whatever_it_tells_to_press_or_open_is_written_on_a_page_or_in_a_mail(app: Flask) -> None:
    choose(step_details="optional", task_details=True)
    subjects = {f"Set up your client portal account with {cast.PRACTICE}", "Reset your client portal password"}
    names = {run.text for text in guides.texts(written()) for run in text if run.kind is RunKind.NAME} - subjects
    elsewhere = " ".join(
        node.value
        for path, tree in modules()
        if not path.startswith("guide/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    pages = " ".join(text for name, text in templates().items() if not name.startswith("client/guide/"))
    pages = re.sub(r"""\{\{ _\((['"])(.+?)\1\) \}\}""", r"\2", pages)
    assert len(names) > 8
    assert not [name for name in names if f">{name}<" not in pages and name not in elsewhere]


def test_a_practice_is_written_as_it_is_named_whatever_its_name_holds(app: Flask) -> None:
    name = "[Maple] {phone} & <b>Sons</b>"
    told = (Run("Call "), Run(name), Run(". Press "), Run("Send", RunKind.NAME), Run("."))
    assert words("Call {practice}. Press [Send].", {"practice": Run(name)}) == told


def test_its_numbers_are_those_that_the_practice_has_chosen(app: Flask) -> None:
    choose(link_hours=30, shortest_password=15)
    assert "The link in our mail works once, for 30 hours." in said()
    assert "Choose a password of at least 15 characters." in said()


def test_asking_for_a_new_link_is_told_only_where_clients_may(app: Flask) -> None:
    sentence = "Did it only run out? Open it once more and press Send me a new link."
    assert sentence in said()
    choose(lets_clients_renew=False)
    assert "new link" in said() and sentence not in said()
    assert "Otherwise please call" in said()


def test_a_value_that_nobody_gave_is_an_error_and_not_a_gap(app: Flask) -> None:
    with pytest.raises(KeyError, match="phone"):
        words("Call {phone}.")


def test_a_task_has_its_section_where_it_is_switched_on(app: Flask) -> None:
    rosa = factories.rosa()
    headings = [section.heading for section in written().sections]
    assert "Details" not in headings
    choose(rosa, task_details=True)
    assert [section.heading for section in written().sections] == headings
    assert [section.heading for section in written(rosa).sections] == [*headings[:2], "Details", *headings[2:]]


def test_the_date_of_birth_is_told_only_where_it_is_asked_for(app: Flask) -> None:
    assert "You may be asked for your date of birth." in said()
    choose(ask_birth_date=False)
    assert "date of birth" not in said()
    assert "Enter the new password two times." in said()
    choose(ask_birth_date=True)
    rosa, milo = factories.rosa(), factories.milo()
    assert "date of birth" in " ".join(guides.sentences(written(rosa)))
    assert "date of birth" not in " ".join(guides.sentences(written(milo)))


def test_what_is_asked_after_the_account_is_told_by_its_title(app: Flask) -> None:
    rosa = factories.rosa()
    assert "Then we ask you" not in said()
    choose(step_details="required")
    assert "Then we ask you for Your details. Press Save and continue when you are done." in said()
    assert "Skip for now" not in said()
    choose(step_details="optional")
    assert "Or press Skip for now" in said()
    choose(rosa, step_details="dont_ask")
    assert "Then we ask you" not in " ".join(guides.sentences(written(rosa)))


@pytest.mark.usefixtures("pets")
def test_several_steps_are_told_in_one_sentence_whatever_they_are_called(app: Flask) -> None:
    choose(step_details="required", step_pets="required")
    assert "Then we ask you for Your details and Your pets." in said()


def test_it_costs_no_statement_but_those_for_the_options(app: Flask) -> None:
    choose(step_details="required", task_details=True)
    rosa = factories.rosa()
    practice = Practice.one()
    with counting.statements(db.engine) as seen:
        content.write(practice, rosa)
    assert len(seen) <= 2, seen


def test_every_section_says_something_under_each_heading(app: Flask) -> None:
    empty: Text = ()
    for section in written().sections:
        assert section.heading and section.parts
        assert not [part.heading for part in section.parts if part.text == empty and not part.steps]


def test_what_it_says_is_known_without_the_web() -> None:
    web = ("flask", "werkzeug", "jinja2", "portal.web", "portal.client", "portal.staff")
    assert not [(path, name) for path, tree in modules("guide") for name in imported(tree) if name.startswith(web)]
