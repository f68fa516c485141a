"""A person at a keyboard, without a mouse."""

from playwright.sync_api import Locator, Page

# None where the focus is on something that a person sees, and sees that it has the focus
LOST = """() => {
  const there = document.activeElement;
  if (!there || there === document.body) return "the focus is lost";
  const { left, top, width, height } = there.getBoundingClientRect();
  const hit = document.elementFromPoint(left + width / 2, top + height / 2);
  if (!hit || !(there.contains(hit) || hit.contains(there))) return "what has the focus is covered: " + there.outerHTML;
  const { outlineStyle, outlineWidth } = getComputedStyle(there);
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) return "no outline shows the focus: " + there.outerHTML;
  return null;
}"""
IS_BEHIND = """(element) => document.activeElement !== document.body &&
  !!(document.activeElement.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING)"""
MOST_TABS = 70


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page

    def tab_to(self, wanted: Locator) -> None:
        """Press Tab, or Shift and Tab where it is behind, until this has the focus, which is seen on the whole way."""
        key = "Shift+Tab" if wanted.evaluate(IS_BEHIND) else "Tab"
        for _ in range(MOST_TABS):
            self.page.keyboard.press(key)
            self.see_focus()
            if wanted.evaluate("(element) => element === document.activeElement"):
                return
        raise AssertionError(f"{wanted} cannot be reached with {key}")

    def fill(self, label: str, text: str) -> None:
        field = self.page.get_by_label(label, exact=True)
        if not field.evaluate("(element) => element === document.activeElement"):
            self.tab_to(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def see_focus(self) -> None:
        assert not (sentence := self.page.evaluate(LOST)), sentence
