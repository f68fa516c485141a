"""Why they can't get in, read as a person would."""

from xml.etree.ElementTree import Element

from tests.support.page import by_id, words


def why(html: str) -> Element | None:
    """The region, or None where nothing stands in the way."""
    found = [part for part in by_id(html, "client-menu").iter("section") if part.get("aria-label")]
    assert all(part.get("aria-label") == "Why they can't get in" for part in found) and len(found) < 2
    return found[0] if found else None


def sentence(html: str) -> str:
    region = why(html)
    assert region is not None, "nothing stands in the way"
    return words(by_id(html, "why-sentence"))
