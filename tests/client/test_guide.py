"""The guide as it is opened: by anybody, as a page and as a PDF of the same words."""

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
from tests.support import cast, factories, guides, page
from tests.support.visitor import Visitor


@pytest.fixture
def written(app: Flask) -> Guide:
    return content.write(Practice.one())


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


def test_everybody_gets_the_same_guide_and_only_who_is_signed_in_may_sign_out(
    visitor: Visitor, client_browser: Visitor, staff_browser: Visitor, written: Guide
) -> None:
    printed, offer_to_sign_out = pdf.make(written), []
    for browser in (visitor, client_browser, staff_browser):
        opened = page.tree(browser.get("/guide").text)
        assert page.words(next(opened.iter("h1"))) == "Client Portal Guide"
        assert browser.get("/guide.pdf").data == printed
        offer_to_sign_out.append("Sign out" in [page.words(button) for button in opened.iter("button")])
    assert offer_to_sign_out == [False, True, False]


def test_the_page_home_and_the_client_menu_lead_to_it(client_browser: Visitor, staff_browser: Visitor) -> None:
    home = links(client_browser.get("/home").text)
    assert (home["Client Portal Guide"], home["Client Portal Guide (PDF)"]) == ("/guide", "/guide.pdf")
    assert links(client_browser.get("/guide").text)["Client Portal Guide (PDF)"] == "/guide.pdf"
    nora = factories.nora()
    factories.change(nora, language="es")
    menu = staff_browser.get(f"/staff/clients/{nora.public_id}/menu").text
    in_spanish = staff_browser.get(links(menu)["Client Portal Guide (PDF)"])
    assert (in_spanish.mimetype, in_spanish.headers["Content-Language"]) == ("application/pdf", "es")


def links(html: str) -> dict[str, str]:
    return {page.words(link): link.get("href", "") for link in page.tree(html).iter("a")}


def test_the_pdf_opens_in_the_browser_and_is_saved_under_a_good_name(visitor: Visitor) -> None:
    answer, head = visitor.get("/guide.pdf"), visitor.head("/guide.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'inline; filename="Client-Portal-Guide.pdf"'
    assert (head.status_code, head.data, head.content_length) == (200, b"", answer.content_length)


def test_neither_is_for_search_engines(visitor: Visitor) -> None:
    assert '<meta name="robots" content="noindex, nofollow">' in visitor.get("/guide").text
    assert visitor.get("/guide.pdf").headers["X-Robots-Tag"] == "noindex, nofollow"


def test_no_connection_is_held_while_typst_is_at_work(
    app: Flask, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    db.session.rollback()
    monkeypatch.setattr(pdf, "_compile", lambda _: held.append(db.engine.pool.checkedout()) or b"")  # type: ignore[attr-defined]
    visitor.get("/guide.pdf")
    assert held == [0]


def test_before_the_practice_is_set_up_there_is_no_guide(settings: Settings) -> None:
    visitor = Visitor(create_app(settings))
    assert [visitor.get(address).location for address in ("/guide", "/guide.pdf")] == ["/setup", "/setup"]


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
