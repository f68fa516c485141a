"""Show link: the page that hands an invitation over, and what it tells of the client."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from portal import config
from portal.credentials.invitations import withdraw_invitation
from portal.extensions import db
from portal.models import Client, Event
from tests.support import cast, factories
from tests.support.links import confirm, create_account
from tests.support.menu import menu
from tests.support.page import buttons, by_id, tree, words
from tests.support.post import newest
from tests.support.showing import CODE, base, link_of, scanned, sheet, show
from tests.support.visitor import Visitor


def showings() -> list[Event]:
    db.session.rollback()
    return db.session.query(Event).filter_by(kind="link_shown").order_by(Event.id).all()


def test_the_page_holds_the_link_of_the_mail_as_text_to_copy_and_as_a_code_and_it_works(
    staff_browser: Visitor, visitor: Visitor
) -> None:
    theo = factories.theo()
    mail = staff_browser.post(f"/staff/mail/{newest().public_id}/readings").text
    html = show(staff_browser, theo)
    (text,) = [words(element) for element in tree(html).iter("code")]
    assert text == f"http://127.0.0.1:8000/register/{factories.text_of(link_of(theo))}"
    assert text in mail
    assert scanned(html) == text
    assert buttons(html, "content")["Copy link"].get("data-copy") == text
    (hint,) = tree(html).iter("noscript")
    assert words(hint).endswith("Reload the profile to see how far it is.")
    assert visitor.get(text).location == "/register"
    confirm(visitor, link_of(theo))
    assert create_account(visitor, link_of(theo)).location == "/home"


def test_the_sheet_names_the_practice_and_the_client_as_a_mail_would(staff_browser: Visitor) -> None:
    rosa = factories.rosa_to_be()
    factories.invite(rosa)
    text = words(sheet(show(staff_browser, rosa)))
    until = "until Wednesday, November 25, 2026, 9:42 AM (Eastern Standard Time)"
    steps = (
        "Scan the code",
        "They work until 9:57 AM.",
        "Confirm your date of birth.",
        "Choose your username",
    )
    for part in (cast.PRACTICE, cast.PHONE, "For Rosie", until, *steps):
        assert part in text
    assert "Delgado" not in text and "rosa.delgado" not in text


def test_the_sheet_is_in_the_language_of_the_client_and_its_buttons_are_not(staff_browser: Visitor) -> None:
    theo = factories.theo()
    factories.change(theo, language="es")
    printed = sheet(show(staff_browser, theo))
    in_spanish = [words(part) for part in printed.iter() if part.get("lang") == "es"]
    assert in_spanish[0].endswith("Cree su cuenta del portal de clientes Para Theo")
    assert in_spanish[1].startswith("Dirección para escribir")
    assert in_spanish[2].startswith("Escanee el código con la cámara de su teléfono")
    assert "hasta el miércoles, 25 de noviembre de 2026, 9:42 a.m." in in_spanish[2]
    assert "Copy link Print" in words(printed)


def test_the_sheet_has_a_short_address_and_a_code_to_type(staff_browser: Visitor, visitor: Visitor) -> None:
    theo = factories.theo()
    typed = [words(part) for part in sheet(show(staff_browser, theo)).iter("dd")]
    assert typed[0] == "http://127.0.0.1:8000/go" and re.fullmatch("[0-9A-Z]{4} [0-9A-Z]{4}", typed[1])
    assert visitor.post("/go", {"code": typed[1]}).location == "/register"
    assert theo.first_name in show(staff_browser, theo)


def test_another_showing_makes_another_code(staff_browser: Visitor, visitor: Visitor) -> None:
    theo = factories.theo()
    html = show(staff_browser, theo)
    first = [words(part) for part in sheet(html).iter("dd")][1]
    assert f'action="{base(theo)}/showings"' in html and "New code" in words(by_id(html, "content"))
    show(staff_browser, theo)
    assert visitor.post("/go", {"code": first}).status_code == 422


def test_each_showing_stands_in_the_history_with_who(staff_browser: Visitor) -> None:
    theo = factories.theo()
    for _ in range(2):
        show(staff_browser, theo)
    assert [event.actor_staff and event.actor_staff.name for event in showings()] == [cast.DANA.name] * 2
    history = words(by_id(staff_browser.get(f"/staff/clients/{theo.public_id}/history").text, "content"))
    assert history.count("Link shown on the screen") == 2


def test_no_get_shows_the_link_and_the_progress_never_holds_it(staff_browser: Visitor, visitor: Visitor) -> None:
    theo = factories.theo()
    show(staff_browser, theo)
    link = link_of(theo)
    secret = factories.text_of(link).partition(".")[2]
    assert staff_browser.get(f"{base(theo)}/showings").status_code == 405
    confirm(visitor, link)
    for page in (f"{base(theo)}/progress", f"/staff/clients/{theo.public_id}", "/staff/activity", "/staff/mail",
                 f"/staff/clients/{theo.public_id}/history"):  # fmt: skip
        assert secret not in staff_browser.get(page).text


def test_the_button_stands_for_a_link_that_works_and_for_nothing_else(staff_browser: Visitor) -> None:
    theo, rosa = factories.theo(), factories.rosa()
    factories.send_reset(rosa)
    offers = lambda client: "Show link" in buttons(menu(staff_browser, client))  # noqa: E731
    assert [offers(client) for client in (theo, rosa, factories.nora(), factories.ines())] == [True] + [False] * 3
    lock(theo)
    assert not offers(theo)
    run_out(theo)
    assert not offers(theo)


def lock(client: Client) -> None:
    link_of(client).wrong_birth_dates = 5
    db.session.commit()


def run_out(client: Client) -> None:
    link_of(client).expires_at = link_of(client).created_at
    db.session.commit()


def withdraw(client: Client) -> None:
    withdraw_invitation(client, factories.dana())


REFUSED = [
    (factories.nora, lambda _: None, "There is no invite to show any more. Send one first."),
    (factories.theo, withdraw, "There is no invite to show any more. Send one first."),
    (factories.theo, run_out, "The invite has expired. Send it again first."),
    (factories.theo, lock, "The link is locked after 5 wrong dates of birth. Correct the date of birth first."),
    (factories.rosa, factories.send_reset, "This client is already active. Send a password reset instead."),
]  # fmt: skip


# case 133
@pytest.mark.parametrize(("make", "end", "sentence"), REFUSED)
def test_what_opens_nothing_and_a_reset_are_never_shown(
    staff_browser: Visitor, make: Callable[[], Client], end: Callable[[Client], object], sentence: str
) -> None:
    client = make()
    end(client)
    response = staff_browser.post(f"{base(client)}/showings")
    assert (response.status_code, words(by_id(response.text, "menu-notice"))) == (422, sentence)
    assert CODE not in response.text and "/register/" not in response.text
    assert showings() == []


def test_only_an_address_of_this_computer_brings_the_note_that_phones_cannot_open_it(staff_browser: Visitor) -> None:
    theo, note = factories.theo(), "a phone cannot open the link"
    assert note in show(staff_browser, theo)
    visited = config.current()
    config.use(replace(visited, public_url="http://portal.test"))
    staff_browser.base = "http://portal.test"
    for name in ("staff", "session"):
        staff_browser.http.set_cookie(name, staff_browser.cookie(name) or "", domain="portal.test")
    html = show(staff_browser, theo)
    assert note not in html
    assert scanned(html).startswith("http://portal.test/register/")
