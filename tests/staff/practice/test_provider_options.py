"""Your profile → Client portal: a provider's own choices, and whose they are to see and to change."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.config import Settings
from portal.extensions import db
from portal.models import Staff
from tests.support import cast, factories
from tests.support.choices import choose
from tests.support.database import contents
from tests.support.option_pages import (
    LIFETIME,
    OF_CLIENTS,
    PROFILE,
    STEP,
    TASK,
    changes,
    chosen,
    labels,
    now,
    of_provider,
    save,
)
from tests.support.page import by_id, tree, words
from tests.support.providers import browser_of, make_provider
from tests.support.quotas import dana
from tests.support.visitor import Visitor

WIDER = "Use the practice's default"


def kept(provider: Staff) -> dict[str, object]:
    db.session.rollback()
    return dict(provider.options)


def said(answer: TestResponse) -> str:
    return words(by_id(answer.text, "content"))


def names(answer: TestResponse) -> list[str]:
    """Whose options there are to choose from; none where nobody else's are shown."""
    return [words(option) for field in tree(answer.text).iter("select") if field.get("id") == "provider"
            for option in field.iter("option")]  # fmt: skip


def test_a_choice_is_kept_with_an_event_and_taken_back_by_the_practices_default(staff_browser: Visitor) -> None:
    answer = save(staff_browser, PROFILE, task_details="True", link_hours="12")
    assert (answer.status_code, answer.location) == (303, f"{of_provider(dana())}&saved=1")
    assert "Options saved." in staff_browser.get(answer.location).text
    assert kept(dana()) == {"task_details": True, "link_hours": 12}
    html = staff_browser.get(PROFILE).text
    assert list(labels(html)) == OF_CLIENTS
    assert {label: now(html, label) for label in (STEP, LIFETIME, TASK)} == {
        STEP: "Now: Don't ask, the practice's default.",
        LIFETIME: "Now: 12, Dana Whitfield's choice.",
        TASK: "Now: On, Dana Whitfield's choice.",
    }
    save(staff_browser, PROFILE, task_details="", link_hours="")
    assert kept(dana()) == {}
    start = "for clients of Dana Whitfield: changed from"
    assert changes("provider_option_changed") == [
        f"{LIFETIME}, {start} the practice's default (48) to 12",
        f"{TASK}, {start} the practice's default (off) to on",
        f"{LIFETIME}, {start} 12 to the practice's default (48)",
        f"{TASK}, {start} on to the practice's default (off)",
    ]


def test_a_lifetime_out_of_bounds_is_refused_on_its_field(staff_browser: Visitor) -> None:
    answer = save(staff_browser, PROFILE, link_hours="49", task_details="True")
    assert answer.status_code == 422
    assert now(answer.text, LIFETIME).endswith("Use a number from 1 to 48.")
    assert (chosen(answer.text, LIFETIME), chosen(answer.text, TASK), kept(dana())) == ("49", "On", {})


def test_staff_see_and_change_their_own_and_find_nobody_elses(app: Flask, visitor: Visitor, settings: Settings) -> None:
    kwame, other = make_provider(), make_provider("Lena Ortiz")
    browser = browser_of(visitor, kwame)
    assert save(browser, PROFILE, task_details="True").location == f"{of_provider(kwame)}&saved=1"
    assert (kept(kwame), names(browser.get(PROFILE))) == ({"task_details": True}, [])
    token, before = browser.csrf_token(), contents(settings)
    for whose in (of_provider(other), of_provider(dana()), f"{PROFILE}?provider=", f"{PROFILE}?provider=1"):
        assert browser.get(whose).status_code == 404
        assert browser.post(whose, {"task_details": "False"}, token=token).status_code == 404
    assert contents(settings) == before


def test_managers_switch_to_another_provider_and_change_what_is_theirs(app: Flask, visitor: Visitor) -> None:
    kwame, boss = make_provider(), make_provider("Mara Stein", role="manager")
    browser = browser_of(visitor, boss)
    page = browser.get(of_provider(kwame))
    assert names(page) == ["Dana Whitfield", "Kwame Mensah", "Mara Stein"]
    assert "For clients of Kwame Mensah." in said(page) and chosen(page.text, TASK) == WIDER
    save(browser, of_provider(kwame), task_details="True")
    assert (kept(kwame), kept(boss), kept(dana())) == ({"task_details": True}, {}, {})


def test_who_manages_and_sees_no_clients_lands_on_the_first_provider(app: Flask, visitor: Visitor) -> None:
    browser = browser_of(visitor, factories.make_staff(cast.SAM, "manager"))
    page = browser.get(PROFILE)
    assert names(page) == ["Dana Whitfield"] and "For clients of Dana Whitfield." in said(page)
    assert browser.get(of_provider(Staff.by_sign_in_name("sam.o") or dana())).status_code == 404


def test_where_nobody_sees_clients_the_page_says_so(staff_browser: Visitor) -> None:
    dana().sees_clients = False
    db.session.commit()
    page = staff_browser.get(PROFILE)
    assert page.status_code == 200 and "Nobody sees clients yet." in said(page)


def test_choices_of_who_sees_no_clients_any_more_can_still_be_changed_by_a_manager(
    app: Flask, staff_browser: Visitor
) -> None:
    kwame, lena = make_provider(), make_provider("Lena Ortiz")
    choose(kwame, task_details=True)
    kwame.sees_clients = lena.sees_clients = False
    db.session.commit()
    assert names(staff_browser.get(PROFILE)) == ["Dana Whitfield", "Kwame Mensah (sees no clients now)"]
    save(staff_browser, of_provider(kwame), task_details="")
    assert (kept(kwame), names(staff_browser.get(PROFILE))) == ({}, ["Dana Whitfield"])


@pytest.mark.parametrize(
    ("role", "sees_clients", "is_shown"),
    [("staff", True, True), ("staff", False, False), ("manager", False, True), ("owner", False, True)],
)
def test_the_tab_is_for_who_sees_clients_and_for_owners_and_managers(
    app: Flask, visitor: Visitor, role: str, sees_clients: bool, is_shown: bool
) -> None:
    browser = browser_of(visitor, make_provider(role=role, sees_clients=sees_clients))
    tabs = next(
        nav for nav in tree(browser.get("/staff/profile").text).iter("nav") if nav.get("aria-label") == "Your profile"
    )
    assert (PROFILE in [link.get("href") for link in tabs.iter("a")]) == is_shown
    assert browser.get(PROFILE).status_code == (200 if is_shown else 404)
