"""A document of docs/ as parts of a page. It may hold what TAGS and _html know of; anything else is an error."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup, escape

# CommonMark and the tables of GitHub
TAGS = {
    "paragraph": "p", "strong": "strong", "em": "em", "bullet_list": "ul", "list_item": "li", "table": "table",
    "thead": "thead", "tbody": "tbody", "tr": "tr", "th": "th", "td": "td",
}  # fmt: skip
BARE = ("root", "inline")


class NotForAPage(ValueError):
    """The document holds something that a page cannot show, or leads elsewhere."""


@dataclass(frozen=True)
class DocumentPart:
    """The part below a heading of the first or second level; ``id`` is the fragment of its address."""

    id: str
    title: str
    body: Markup


@cache
def parts(name: str) -> tuple[DocumentPart, ...]:
    """Of a file of docs/, made once. Raises NotForAPage."""
    tree = SyntaxTreeNode(MarkdownIt("commonmark", {"html": False}).enable("table").parse(_path(name).read_text()))
    return tuple(_parts(tree.children))


def _path(name: str) -> Path:
    """``docs/``: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).parent.parent
    packed = package / "docs"
    return (packed if packed.is_dir() else package.parent / "docs") / name


def _parts(nodes: list[SyntaxTreeNode]) -> Iterator[DocumentPart]:
    heads = [place for place, node in enumerate(nodes) if node.tag in ("h1", "h2")]
    for place, end in zip(heads, [*heads[1:], len(nodes)]):
        title = _words(nodes[place])
        yield DocumentPart(_slug(title), title, Markup("").join(map(_html, nodes[place + 1 : end])))


def _html(node: SyntaxTreeNode) -> Markup:
    """Every text is escaped; the tags are ours."""
    if node.type in ("text", "softbreak"):
        return escape(" " if node.type == "softbreak" else node.content)
    if node.type == "code_inline":
        return Markup("<code>{}</code>").format(node.content)
    inner = Markup("").join(map(_html, node.children))
    if node.type in BARE or (node.type == "paragraph" and node.hidden):
        return inner
    if node.type == "heading":
        return Markup('<h3 id="{}">{}</h3>').format(_slug(_words(node)), inner)
    if node.type == "ordered_list":
        return Markup('<ol start="{}">{}</ol>').format(node.attrs.get("start", 1), inner)
    if node.type == "link" and str(node.attrs["href"]).startswith("#"):
        return Markup('<a href="{}">{}</a>').format(node.attrs["href"], inner)
    if node.type not in TAGS:
        raise NotForAPage(f"{node.type} {node.attrs}")
    return Markup("<{0}>{1}</{0}>").format(TAGS[node.type], inner)


def _words(node: SyntaxTreeNode) -> str:
    return "".join(part.content for part in node.walk() if part.type == "text")


def _slug(title: str) -> str:
    """As GitHub makes it, so that a link of the document works in both places."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
