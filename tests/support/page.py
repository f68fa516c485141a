"""What a page says, read as a person would: words, facts, controls."""

import re
from functools import lru_cache

from lxml.html import HtmlElement, HTMLParser, document_fromstring

PARSER = HTMLParser(remove_comments=True)


@lru_cache(maxsize=8)
def tree(html: str) -> HtmlElement:
    """To be read only: whoever asks for the same page again gets the same one. Fragments stand in a body, too."""
    return document_fromstring(html, parser=PARSER)


def words(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def headings(html: str) -> list[str]:
    """Of the parts of the page itself; dialogs stand outside it."""
    return [words(heading) for heading in next(tree(html).iter("main")).iter("h2")]


def without_secret(html: str) -> str:
    """As it would be with the form secret of nobody. Its text holds the second in which it was made."""
    return re.sub(r'(csrf_token" value="|"X-CSRFToken": ")[^"]+', r"\1", html)


def by_id(html: str, name: str) -> HtmlElement:
    found = next((element for element in tree(html).iter() if element.get("id") == name), None)
    assert found is not None, f"nothing has the id {name}"
    return found


def facts(html: str, within: str = "client-menu") -> dict[str, str]:
    """The terms of the card with what stands beside each."""
    items = [element for element in by_id(html, within).iter() if element.tag in ("dt", "dd")]
    return {words(term): words(value) for term, value in zip(items[::2], items[1::2])}


def buttons(html: str, within: str = "client-menu") -> dict[str, HtmlElement]:
    """By what is written on them or read out for them."""
    inside = by_id(html, within)
    return {one.get("aria-label") or words(one) or one.get("role") or "": one for one in inside.iter("button")}
