"""The guide as it is opened: by anybody, as a page and as a PDF of the same words."""

from functools import lru_cache
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from portal import create_app
from portal.config import Settings
from portal.extensions import db
from portal.guide import content, pdf
from portal.guide.parts import Guide
from portal.models import Practice
from portal.practice import particulars
from tests.conftest import Clock
from tests.support import cast, factories, guides, page
from tests.support.visitor import Visitor


@pytest.fixture
def written(app: Flask) -> Guide:
    return content.write(Practice.one())


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to typst from now on, nothing being kept from before."""
    handed: list[str] = []
    real = pdf._compile.__wrapped__

    def counting(data: str) -> bytes:
        handed.append(data)
        return real(data)

    monkeypatch.setattr(pdf, "_compile", lru_cache(counting))
    return handed


def rename(name: str, phone: str = cast.PHONE) -> None:
    particulars.change(particulars.Particulars(name, phone, None, cast.TIME_ZONE), factories.dana())


def test_the_page_and_the_pdf_say_the_same_sentences(visitor: Visitor, written: Guide) -> None:
    shown = page.words(page.tree(visitor.get("/guide").text))
    printed = guides.body(visitor.get("/guide.pdf").data, written)
    for sentence in guides.sentences(written):
        assert sentence in shown
        assert sentence in printed


def test_the_address_of_the_practice_stands_in_the_box(visitor: Visitor) -> None:
    particulars.change(
        particulars.Particulars(cast.PRACTICE, cast.PHONE, None, cast.TIME_ZONE, "12 Elm Lane\nSpringfield"),
        factories.dana(),
    )
    box = next(page.tree(visitor.get("/guide").text).iter("dl"))
    terms = {page.words(row[0]): list(row[1].itertext()) for row in box}
    assert terms["Address"] == ["12 Elm Lane", "Springfield"]


def test_the_pdf_has_the_logo_of_the_practice(visitor: Visitor) -> None:
    factories.put_logo()
    assert [image.data for image in PdfReader(BytesIO(visitor.get("/guide.pdf").data)).pages[0].images]


@pytest.mark.parametrize("who", ["visitor", "client_browser", "staff_browser"])
def test_everybody_gets_the_same_guide(request: pytest.FixtureRequest, who: str, written: Guide) -> None:
    browser: Visitor = request.getfixturevalue(who)
    opened = browser.get("/guide")
    heading = next(page.tree(opened.text).iter("h1"))
    assert (opened.status_code, page.words(heading)) == (200, "Client Portal Guide")
    assert browser.get("/guide.pdf").data == pdf.make(written)


def test_only_whoever_is_signed_in_is_offered_to_sign_out(visitor: Visitor, client_browser: Visitor) -> None:
    of_nobody, of_rosa = (
        [page.words(button) for button in page.tree(one.get("/guide").text).iter("button")]
        for one in (visitor, client_browser)
    )
    assert "Sign out" in of_rosa and "Sign out" not in of_nobody


def test_the_page_leads_to_the_pdf(visitor: Visitor) -> None:
    assert links(visitor.get("/guide").text)["Client Portal Guide (PDF)"] == "/guide.pdf"


def test_home_and_the_client_menu_lead_to_the_guide(client_browser: Visitor, staff_browser: Visitor) -> None:
    home = links(client_browser.get("/home").text)
    assert (home["Client Portal Guide"], home["Client Portal Guide (PDF)"]) == ("/guide", "/guide.pdf")
    menu = staff_browser.get(f"/staff/clients/{factories.nora().public_id}/menu").text
    assert links(menu)["Client Portal Guide (PDF)"] == "/guide.pdf"


def test_staff_open_it_in_the_language_of_the_client(staff_browser: Visitor) -> None:
    nora = factories.nora()
    factories.change(nora, language="es")
    address = links(staff_browser.get(f"/staff/clients/{nora.public_id}/menu").text)["Client Portal Guide (PDF)"]
    assert staff_browser.get(address).headers["Content-Language"] == "es"


def links(html: str) -> dict[str, str]:
    return {page.words(link): link.get("href", "") for link in page.tree(html).iter("a")}


def test_the_pdf_opens_in_the_browser_and_is_saved_under_a_good_name(visitor: Visitor) -> None:
    answer = visitor.get("/guide.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="Client-Portal-Guide.pdf"'


def test_neither_is_for_search_engines(visitor: Visitor) -> None:
    assert '<meta name="robots" content="noindex, nofollow">' in visitor.get("/guide").text
    assert visitor.get("/guide.pdf").headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_new_name_of_the_practice_makes_a_new_pdf(visitor: Visitor, made: list[str]) -> None:
    before = visitor.get("/guide.pdf")
    rename("Birch Street Counseling")
    after = visitor.get("/guide.pdf")
    assert before.data != after.data
    assert "Birch Street Counseling" in guides.pages(after.data)[0]
    assert len(made) == 2


def test_it_is_made_once_for_all_who_come_also_on_the_next_day(visitor: Visitor, clock: Clock, made: list[str]) -> None:
    first = visitor.get("/guide.pdf")
    clock.move(days=3)
    later = visitor.get("/guide.pdf")
    assert first.data == later.data
    assert len(made) == 1


def test_head_tells_what_get_would(visitor: Visitor) -> None:
    whole, head = visitor.get("/guide.pdf"), visitor.head("/guide.pdf")
    assert (head.status_code, head.data) == (200, b"")
    assert {name: head.headers[name] for name in ("Content-Length", "Content-Type")} == {
        name: whole.headers[name] for name in ("Content-Length", "Content-Type")
    }
    assert visitor.head("/guide").status_code == 200


def test_no_connection_is_held_while_typst_is_at_work(
    app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    db.session.rollback()
    monkeypatch.setattr(pdf, "_compile", lambda _: held.append(db.engine.pool.checkedout()) or b"")  # type: ignore[attr-defined]
    visitor.get("/guide.pdf")
    assert held == [0]


@pytest.mark.parametrize("address", ["/guide", "/guide.pdf"])
def test_before_the_practice_is_set_up_there_is_no_guide(settings: Settings, address: str) -> None:
    answer = Visitor(create_app(settings)).get(address)
    assert (answer.status_code, answer.location) == (303, "/setup")


def test_both_come_in_spanish(visitor: Visitor) -> None:
    in_english = visitor.get("/guide.pdf")
    visitor.asks_for = "es"
    shown, made = page.words(page.tree(visitor.get("/guide").text)), visitor.get("/guide.pdf")
    printed = guides.pages(made.data)
    for sentence in (
        "Guía del portal de clientes",
        "Cómo iniciar sesión",
        "Presione Iniciar sesión.",
        "No recibí el correo",
    ):
        assert sentence in shown and sentence in " ".join(printed)
    assert printed[0].endswith(f"Página 1 de {len(printed)}")
    assert made.headers["Content-Disposition"] == 'inline; filename="Guia-del-portal-de-clientes.pdf"'
    assert guides.language(made.data).lower().startswith("es")
    assert guides.language(in_english.data).lower().startswith("en")
