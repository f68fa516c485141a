"""The sentences of a guide, as it was written and as its PDF shows them."""

from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader

from portal.guide.parts import Guide, Text


def texts(guide: Guide) -> Iterator[Text]:
    yield guide.lead
    for part in (part for section in guide.sections for part in section.parts):
        yield from (text for text in (part.text, *part.steps) if text)


def sentences(guide: Guide) -> list[str]:
    """Everything it says, headings included, each without its looks."""
    headings = [guide.title, *(section.heading for section in guide.sections)]
    headings += [part.heading for section in guide.sections for part in section.parts if part.heading]
    return headings + [" ".join("".join(run.text for run in text).split()) for text in texts(guide)]


def pages(document: bytes) -> list[str]:
    """The words of each page, its foot included."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(document)).pages]


def language(document: bytes) -> str:
    """As it is read out (ISO 14289-1, 7.2)."""
    return str(PdfReader(BytesIO(document)).trailer["/Root"]["/Lang"])  # type: ignore[index]


def body(document: bytes, guide: Guide) -> str:
    """The words of the whole document without the feet, so that a sentence may go on overleaf."""
    found = pages(document)
    feet = [f"{guide.practice} {guide.phone} Page {number} of {len(found)}" for number in range(1, len(found) + 1)]
    assert all(page.endswith(foot) for page, foot in zip(found, feet))
    return " ".join(page.removesuffix(foot).strip() for page, foot in zip(found, feet))
