"""What looks at the screens sees what it should."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.screens import looks
from tests.screens.checker import SHELL, errors, needs_checker
from tests.support import machine

BAD = """<!doctype html><html lang="en"><title>A page</title><meta name="viewport" content="width=device-width">
<style>p { color: #999; background: #fff } .wide { width: 900px } .tap { display: inline-block; padding: 16px }
.reach { position: relative } .reach::after { content: ""; position: absolute; inset: -16px }</style>
<main><h1>A page</h1><p class="wide">Pale words</p>
<p>A <a href="#1">link in a sentence</a>.<br><a href="#2">Alone</a> <a href="#3" class="tap">Padded</a></p>
<p><button class="reach">Reached</button></p></main>"""


@pytest.mark.browser
@pytest.mark.skipif(bool(machine.no_judges()), reason=machine.no_judges())
def test_the_judges_see_pale_words_small_targets_and_what_is_too_wide(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_content(BAD)
    page.evaluate(machine.AXE.read_text("utf-8"))
    page.evaluate(looks.JUDGE.read_text("utf-8"))
    rules = {line.split()[0] for line in looks.axe(page)}
    small, wide = page.evaluate("judge.small()"), page.evaluate("judge.wide()")
    page.close()
    assert "color-contrast" in rules
    assert [line.split(":")[0] for line in small] == ["<a> Alone"]
    assert "900" in wide or "Pale words" in wide


@needs_checker
def test_the_checker_sees_a_block_in_a_line_and_forgives_htmx_and_a_switch_that_submits(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(SHELL.format("<span><details><summary>x</summary></details></span>"))
    switch = '<button type="submit" role="switch" aria-checked="true">On</button>'
    (tmp_path / "good.html").write_text(SHELL.format(f'<form hx-post="/x" hx-swap="outerMorph">{switch}</form>'))
    (found,) = errors(tmp_path)
    assert "details" in found and "bad" in found


@needs_checker
def test_the_checker_forgives_no_other_button_its_type(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(SHELL.format('<button type="send">Send</button>'))
    (found,) = errors(tmp_path)
    assert "type" in found and "bad" in found
