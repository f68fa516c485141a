"""What does a client see? Found by name, below the options of the practice and of a provider."""

from dataclasses import replace

import pytest
from flask import Flask

from portal.clients import search
from portal.models import Client
from tests.support import cast, factories
from tests.support.choices import choose
from tests.support.option_pages import OF_CLIENTS, PRACTICE, PROFILE, of_client, of_provider, seen
from tests.support.page import by_id, words
from tests.support.providers import give, make_provider
from tests.support.quotas import dana
from tests.support.visitor import Visitor


@pytest.fixture
def rosa(app: Flask) -> Client:
    return give(factories.rosa(), dana())


def part(browser: Visitor, address: str) -> tuple[str, dict[str, str | None]]:
    """The words of the section, and its links."""
    section = by_id(browser.get(address).text, "what-a-client-sees")
    return words(section), {words(link): link.get("href") for link in section.iter("a")}


def test_nothing_is_shown_of_anybody_until_a_name_is_typed(staff_browser: Visitor, rosa: Client) -> None:
    page = PRACTICE
    said, links = part(staff_browser, page)
    assert (links, "Delgado" in said) == ({}, False)
    assert part(staff_browser, f"{page}?q=") == part(staff_browser, f"{page}?q=+++") == (said, {})


@pytest.mark.parametrize("page", [PRACTICE, PROFILE])
def test_one_who_fits_is_shown_at_once_each_option_with_whose_setting_decides(
    staff_browser: Visitor, rosa: Client, page: str
) -> None:
    give(rosa, make_provider())
    choose(step_details="required", task_details=True)
    choose(rosa.provider, lets_clients_renew=False, link_hours=24)
    choose(rosa, task_details=False)
    html = staff_browser.get(f"{page}?q=delg").text
    assert seen(html) == dict(
        zip(OF_CLIENTS, [
            "On: the practice's default", "Required: the practice's default", "Don't ask: the practice's default",
            "24: Kwame Mensah's choice", "Off: Kwame Mensah's choice", "Off: an exception for this client",
            "Off: the practice's default",
        ])
    )  # fmt: skip
    said, links = part(staff_browser, f"{page}?q=delg")
    assert cast.ROSA.name in said and links == {"Portal options": of_client(rosa)}


def test_several_who_fit_are_named_to_choose_from(staff_browser: Visitor, rosa: Client) -> None:
    page = PROFILE
    twin = factories.make_client(replace(cast.NORA, first_name="Rosa", last_name="Delgado"))
    said, links = part(staff_browser, f"{page}?q=delgado")
    assert "2 clients fit. Choose one." in said and "Born March 14, 1988" in said and "Born February 29, 2000" in said
    html = staff_browser.get(f"{page}?q=delgado").text
    assert seen(html) == {} and list(links) == ["Rosa Delgado"]
    address = next(href for href in links.values() if href and twin.public_id in href)
    chosen, links = part(staff_browser, address)
    assert links == {"Portal options": of_client(twin)} and "Rosa Delgado" in chosen


def test_where_nobody_fits_the_page_says_so(staff_browser: Visitor, rosa: Client) -> None:
    for nobody in ("nobody", "ga", "%25"):
        assert "No client fits." in part(staff_browser, f"{PRACTICE}?q={nobody}")[0]


def test_a_long_list_is_cut_and_says_so(staff_browser: Visitor) -> None:
    for number in range(search.NAMES + 1):
        factories.make_client(replace(cast.MILO, last_name=f"Haas {number:02}"))
    said, links = part(staff_browser, f"{PRACTICE}?q=haas")
    assert f"More than {search.NAMES} clients fit." in said and len(links) == search.NAMES


def test_the_provider_who_is_shown_stays_while_somebody_is_looked_up(staff_browser: Visitor, rosa: Client) -> None:
    kwame = make_provider()
    factories.make_client(replace(cast.NORA, last_name="Delgado"))
    address = f"{of_provider(kwame)}&q=delgado"
    section = by_id(staff_browser.get(address).text, "what-a-client-sees")
    hidden = {field.get("name"): field.get("value") for field in section.iter("input")}
    assert hidden == {"provider": kwame.public_id, "q": "delgado"}
    for href in part(staff_browser, address)[1].values():
        assert "For clients of Kwame Mensah." in staff_browser.get(href or "").text


def test_a_client_whom_there_is_not_is_not_found(staff_browser: Visitor) -> None:
    for wrong in ("", "AAAAAAAAAAAAAAAAAAAAAA"):
        assert staff_browser.get(f"{PRACTICE}?client={wrong}").status_code == 404
