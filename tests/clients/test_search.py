"""The list of clients: found by what people type, filtered, counted, turned page by page."""

import pytest
from flask import Flask

from portal import clock as the_clock
from portal.clients import email_addresses, records, search
from portal.clients.portal_status import Status
from portal.clients.records import Details
from portal.database import writing
from portal.extensions import db
from portal.models import Client
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.cast import Person

MANY = 130  # two full pages and a part


def names(text: str = "", status: str = "") -> list[str]:
    return [row.client.full_name for row in search.page(text, status).rows]


@pytest.fixture
def rosa(app: Flask) -> Client:
    """Rosa with a phone, among others."""
    rosa = factories.rosa()
    born = cast.ROSA.birth_date
    records.change(rosa, Details("Rosa", "Delgado", "Rosie", born, "(555) 010-0123", None), factories.dana())
    factories.make_client(Person("Zoë", "Łukasz-Núñez", "zoe@example.org", None))
    factories.make_client(Person("100% Ann", "Under_score", "back\\slash@example.org", None))
    return rosa


@pytest.mark.parametrize(
    "text",
    ["elga", "ROSA D", "Delgado, R", "osie", "rosie.d", "delgado@exam", "+1 555 010 0123", " rosa  delgado "],
)
def test_three_letters_are_found_anywhere(text: str, rosa: Client) -> None:
    assert names(text) == ["Rosa Delgado"]


@pytest.mark.parametrize(("text", "found"), [("de", 1), ("ro", 1), ("r", 1), ("D", 1), ("el", 0), ("os", 0), ("ga", 0)])
def test_fewer_letters_are_found_at_the_beginning_of_a_name_only(text: str, found: int, rosa: Client) -> None:
    assert len(names(text)) == found


# what people remember of names and numbers is tried in test_folding.py
@pytest.mark.parametrize("text", ["ZOË", "nunez", "lukasz", "Nunez, Zoe"])
def test_accents_case_and_hyphens_do_not_matter(text: str, rosa: Client) -> None:
    assert names(text) == ["Zoë Łukasz-Núñez"]


def test_every_letter_stands_where_readers_look(app: Flask) -> None:
    for last in ("Zimmer", "Đặng", "Eco", "Łukasz", "Mann"):
        factories.make_client(Person("Ann", last, f"{len(last)}@example.org", None))
    assert names() == ["Ann Đặng", "Ann Eco", "Ann Łukasz", "Ann Mann", "Ann Zimmer"]


# case 146
@pytest.mark.parametrize(
    ("text", "found"),
    [("%", 0), ("_", 0), ("\\", 0), ("___", 0), ("r%a", 0), ("r_sa", 0), ("100%", 1), ("r_s", 1), ("k\\s", 1)],
)  # fmt: skip
def test_signs_with_a_meaning_in_sql_are_literal(text: str, found: int, rosa: Client) -> None:
    assert len(names(text)) == found


def test_an_address_is_found_no_more_once_it_is_deleted(rosa: Client) -> None:
    email_addresses.delete(rosa.emails[0], factories.dana())
    assert names("delgado@exam") == []


def test_each_status_filters_its_clients_and_counts_are_of_what_was_searched(app: Flask, clock: Clock) -> None:
    ezra = factories.make_client(cast.EZRA)
    factories.invite(ezra)
    clock.move(hours=48)
    for make in (factories.rosa, factories.ines, factories.nora, factories.milo, factories.theo):
        make()
    wanted = {
        "not_set_up": ["Milo Haas", "Nora Lindqvist"], "invited": ["Theo Nakamura"], "expired": ["Ezra Cohen"],
        "active": ["Rosa Delgado"], "disabled": ["Ines Brandt"],
    }  # fmt: skip
    assert {status.value: names(status=status) for status in Status} == wanted
    every = {"": 6} | {status: len(found) for status, found in wanted.items()}
    assert search.page("", "active").counts == every
    assert search.page("rosa", "").counts == dict.fromkeys(every, 0) | {"": 1, "active": 1}


def test_a_row_tells_the_last_event(app: Flask, clock: Clock) -> None:
    factories.theo()
    (row,) = search.page("theo", "").rows
    assert row.last_event is not None and row.last_event.kind == "invitation_sent"


@pytest.fixture
def many(app: Flask) -> list[str]:
    """More than two pages of clients; some share a name, so that only their number tells them apart."""
    with writing():
        for number in range(MANY):
            client = Client(first_name="Same", last_name=f"Name {number // 3:03}", created_at=the_clock.now())
            client.refresh_search()
            db.session.add(client)
    order = db.session.query(Client).order_by(Client.sort_name, Client.id)
    return [client.public_id for client in order]


def test_next_leads_through_every_client_once_and_in_order(many: list[str]) -> None:
    pages, key = [], ""
    while key is not None:
        page = search.page("", "", after=key)
        pages.append([row.client.public_id for row in page.rows])
        key = page.next_key  # type: ignore[assignment]
    assert [len(ids) for ids in pages] == [50, 50, 30]
    assert [public_id for ids in pages for public_id in ids] == many


def test_previous_leads_back_the_same_way(many: list[str]) -> None:
    start = search.page("", "")
    second = search.page("", "", after=start.next_key or "")
    third = search.page("", "", after=second.next_key or "")
    back = search.page("", "", before=third.previous_key or "")
    first = search.page("", "", before=back.previous_key or "")
    assert [row.client.public_id for row in [*first.rows, *back.rows]] == many[:100]
    keys = (third.next_key, first.previous_key, back.next_key, first.next_key)
    assert keys == (None, None, second.next_key, start.next_key)


def test_the_first_page_has_no_previous_and_a_short_list_no_next(rosa: Client) -> None:
    page = search.page("", "")
    assert (page.previous_key, page.next_key) == (None, None)


def test_pages_of_a_search_stay_within_the_search(many: list[str]) -> None:
    page = search.page("name 00", "")
    assert (len(page.rows), page.counts[""]) == (30, 30)


@pytest.mark.parametrize("key", ["x", "1", "99999999999999999999.a", "\u0661.a", "1." + "a" * 9999])
def test_a_made_up_key_is_no_error(key: str, rosa: Client) -> None:
    assert search.page("", "", after=key).counts[""] == 3
