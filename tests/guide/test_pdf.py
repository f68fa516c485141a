"""The PDF: large, readable by a machine, made once."""

import ast
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
import typst
from flask import Flask
from pypdf import PdfReader
from pypdf.generic import NullObject

from portal.guide import content, pdf
from portal.guide.parts import Guide, GuidePart, Run, RunKind, Section, Text
from portal.models import Practice
from tests.house.code import modules
from tests.support import cast, guides, photos

LARGE_PRINT = 16  # points


def named(practice: str) -> Guide:
    """A short guide of a practice with this name, which no other test has had made."""
    text: Text = (
        Run("Welcome to "),
        Run(practice, RunKind.NAME),
        Run(". Please call "),
        Run(cast.PHONE, RunKind.PHONE),
    )
    section = Section("How to begin", (GuidePart("At once", text=text, steps=(text,)),))
    return Guide("Client Portal Guide", practice, cast.PHONE, "https://portal.test", text, (section,))


@pytest.fixture
def whole(app: Flask) -> Guide:
    return content.write(Practice.one())


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The settings of each compiling from now on."""
    calls: list[dict[str, Any]] = []
    real: Callable[..., bytes] = typst.compile

    def counting(source: bytes, **settings: Any) -> bytes:
        calls.append(settings)
        return real(source, **settings)

    monkeypatch.setattr(typst, "compile", counting)
    return calls


def test_it_is_tagged_and_has_a_title_a_language_and_no_date(whole: Guide) -> None:
    reader = PdfReader(BytesIO(pdf.make(whole)))
    root: Any = reader.trailer["/Root"]
    assert reader.metadata is not None and reader.xmp_metadata is not None
    assert reader.metadata.title == f"Client Portal Guide · {cast.PRACTICE}"
    assert (reader.metadata.creation_date, reader.metadata.modification_date) == (None, None)
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "en-US")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in reader.xmp_metadata.rdf_root.toxml()


def test_every_word_is_in_large_print(whole: Guide) -> None:
    small: list[str] = []

    def look(text: str, where: list[float], matrix: list[float], _: object, size: float) -> None:
        if text.strip() and size * abs(matrix[3]) * abs(where[3]) < LARGE_PRINT:
            small.append(text)

    for page in PdfReader(BytesIO(pdf.make(whole))).pages:
        page.extract_text(visitor_text=look)
    assert not small


def test_the_practice_and_its_phone_stand_at_the_foot_of_each_page(whole: Guide) -> None:
    found = guides.pages(pdf.make(whole))
    assert len(found) > 1
    for number, page in enumerate(found, 1):
        assert page.endswith(f"{cast.PRACTICE} {cast.PHONE} Page {number} of {len(found)}")


@pytest.mark.parametrize("name", ["Maple 🌿 Street", "枫树街 Counseling", "عيادة Maple"])
def test_a_name_that_the_fonts_cannot_write_still_gives_a_tagged_pdf(name: str) -> None:
    document = pdf.make(named(name))
    root: Any = PdfReader(BytesIO(document)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert cast.PHONE in guides.pages(document)[0]


def test_a_name_is_never_read_as_instructions() -> None:
    name = '#panic("no") *bold* $x$ @here <b> \\ "quoted" {phone}'
    assert f"Welcome to {name}. Please call" in guides.body(pdf.make(named(name)), named(name))


def test_a_word_is_never_wider_than_the_paper() -> None:
    page = PdfReader(BytesIO(pdf.make(named("a" * 80)))).pages[0]
    lines = page.extract_text().replace("\u200b", "").splitlines()
    assert "a" * 80 in "".join(lines)
    assert max(map(len, lines)) < 70


def test_the_address_of_the_practice_stands_above_that_of_the_portal() -> None:
    name = "#strong[Elm Lane]"
    page = guides.pages(pdf.make(replace(named("Elm Lane"), place=("12 " + name, "Springfield, IL"))))[0]
    assert f"Address: 12 {name} Springfield, IL Address of the portal:" in page


def test_the_logo_stands_on_top_and_is_told_as_the_name() -> None:
    guide = replace(named("Birch Street"), logo=photos.file(photos.picture(400, 100), "PNG"))
    reader = PdfReader(BytesIO(pdf.make(guide)))
    (image,) = reader.pages[0].images
    assert image.image is not None and image.image.size == (400, 100)
    assert "Birch Street" in alternatives(reader.trailer["/Root"]["/StructTreeRoot"])
    assert reader.xmp_metadata is not None
    assert "<pdfuaid:part>1</pdfuaid:part>" in reader.xmp_metadata.rdf_root.toxml()


def alternatives(element: Any) -> list[str]:
    """What is said instead of each picture, wherever it stands."""
    element = element.get_object()
    if isinstance(element, list):
        return [text for child in element for text in alternatives(child)]
    if not isinstance(element, dict):
        return []
    return ([str(element["/Alt"])] if "/Alt" in element else []) + alternatives(element.get("/K", NullObject()))


def test_it_is_made_once_and_then_kept(compiled: list[dict[str, Any]]) -> None:
    assert pdf.make(named("Elm Street")) == pdf.make(named("Elm Street"))
    assert len(compiled) == 1


def test_another_name_phone_address_or_section_makes_another(compiled: list[dict[str, Any]]) -> None:
    first = named("Oak Street")
    others = [
        replace(first, practice="Oak Lane"),
        replace(first, phone="(555) 010-0199"),
        replace(first, address="https://other.test"),
        replace(first, place=("12 Oak Lane", "Springfield")),
        replace(first, sections=first.sections * 2),
    ]
    documents = {pdf.make(guide) for guide in (first, *others)}
    assert (len(documents), len(compiled)) == (6, 6)


def test_two_who_ask_at_once_wait_for_one_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    second = threading.Event()
    real = typst.compile

    def slow(source: bytes, **settings: Any) -> bytes:
        calls.append(1)
        if len(calls) > 1:
            second.set()
        second.wait(0.2)
        return real(source, **settings)

    monkeypatch.setattr(typst, "compile", slow)
    with ThreadPoolExecutor(2) as threads:
        documents = list(threads.map(pdf.make, [named("Ash Street")] * 2))
    assert (len(calls), documents[0]) == (1, documents[1])


def test_typst_is_not_loaded_before_somebody_asks() -> None:
    tops = [(path, ast.unparse(node)) for path, tree in modules() for node in tree.body]
    assert not [path for path, line in tops if line.startswith(("import typst", "from typst"))]
