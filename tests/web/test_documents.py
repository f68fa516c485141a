"""A document as parts of a page."""

from pathlib import Path

import pytest

from portal.web import documents
from portal.web.documents import DocumentPart, NotForAPage


def made(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> tuple[DocumentPart, ...]:
    (folder / "some.md").write_text(text)
    monkeypatch.setattr(documents, "_path", lambda name: folder / name)
    return documents.parts.__wrapped__("some.md")


def test_each_heading_of_the_first_levels_begins_a_part(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    parts = made(monkeypatch, tmp_path, "# One\n\nFirst.\n\n## It's two\n\n### Below\n\nSecond\nline.\n")
    assert [(part.id, part.title) for part in parts] == [("one", "One"), ("its-two", "It's two")]
    assert [part.body for part in parts] == ["<p>First.</p>", '<h3 id="below">Below</h3><p>Second line.</p>']


def test_lists_keep_their_numbers_and_tables_their_heads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (part,) = made(monkeypatch, tmp_path, "# One\n\n4. **a**\n5. *b* `g`\n\n| c | d |\n|---|---|\n| e | [f](#one) |\n")
    assert part.body == (
        '<ol start="4"><li><strong>a</strong></li><li><em>b</em> <code>g</code></li></ol>'
        "<table><thead><tr><th>c</th><th>d</th></tr></thead>"
        '<tbody><tr><td>e</td><td><a href="#one">f</a></td></tr></tbody></table>'
    )


def test_what_looks_like_markup_is_a_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (part,) = made(monkeypatch, tmp_path, "# <i>One</i>\n\nSay <b>two</b> & go.\n")
    assert part.title == "<i>One</i>"
    assert part.body == "<p>Say &lt;b&gt;two&lt;/b&gt; &amp; go.</p>"


@pytest.mark.parametrize("text", ["![a](b.png)", "[a](b.md)", "```\na\n```", "> a"])
def test_what_a_page_cannot_show_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    with pytest.raises(NotForAPage):
        made(monkeypatch, tmp_path, f"# One\n\n{text}\n")


def test_a_part_without_words_is_there_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert [part.title for part in made(monkeypatch, tmp_path, "# One\n\n## Two\n\nWords.\n")] == ["One", "Two"]
