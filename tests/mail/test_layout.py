"""How a mail looks: in the light and in the dark, on the narrowest phone, with the longest name."""

import pytest
from flask import Flask
from playwright.sync_api import Browser

from portal import clock
from portal.mail import texts
from portal.models import Client, OutgoingMail
from tests.support.page import tree

# the smallest contrast of a text with what lies behind it (WCAG 2.2, 1.4.3), and that text
CONTRAST = """() => {
  const parts = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = parts(color).map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const color = getComputedStyle(element).backgroundColor;
    return parts(color)[3] === 0 ? behind(element.parentElement) : color;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let worst = [21, ""];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.offsetParent) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < worst[0]) worst = [contrast, walker.currentNode.data];
  }
  return worst;
}"""


def neutral_invitation() -> str:
    client = Client(keeps_name_out=True)
    mail = OutgoingMail(kind="invitation", is_sample=True, created_at=clock.now(), client=client)
    return texts.write(mail).html


# mail programs may drop the style of the head: it is for the dark alone, and every class has its look in the tag too
@pytest.mark.parametrize("kind", [*texts.SUBJECTS, "neutral invitation"])
def test_a_mail_is_right_without_what_stands_in_its_head(app: Flask, kind: str) -> None:
    html = tree(neutral_invitation() if kind == "neutral invitation" else texts.sample(kind).html)
    (style,) = html.iter("style")
    assert (style.text or "").strip().startswith("@media (prefers-color-scheme: dark) {")
    assert (style.text or "").count("@") == 1
    assert [element.tag for element in html.iter() if element.get("class") and not element.get("style")] == []
    assert {table.get("role") for table in html.iter("table")} == {"presentation"}
    assert html.get("lang") == "en"


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "keeps_style"), [("light", True), ("dark", True), ("dark", False)])
def test_every_mail_can_be_read_at_320_pixels(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch, scheme: str, keeps_style: bool
) -> None:
    monkeypatch.setattr(texts, "SAMPLE_NAME", "x" * 200)
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    samples = {kind: texts.sample(kind).html for kind in texts.SUBJECTS}
    for kind, html in [*samples.items(), ("invitation", neutral_invitation())]:
        page.set_content(html)
        if not keeps_style:
            page.evaluate("document.querySelector('style').remove()")
        contrast, text = page.evaluate(CONTRAST)
        assert contrast >= 4.5, (kind, text)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, kind
        assert page.locator("td").first.evaluate("cell => getComputedStyle(cell).fontSize") == "17px"
        if kind in texts.WITH_LINK:
            assert page.get_by_role("link").first.evaluate("link => link.offsetHeight") >= 44
    context.close()
