"""Somebody who sees the portal for the first time: goes by the words on the screen, and counts what it takes."""

from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Locator, Page, expect

# The average of people who do not type for a living, 40 words a minute: Card, Moran and Newell, "The keystroke-level
# model for user performance time with interactive systems", Communications of the ACM 23 (7), 1980.
SECONDS_A_KEY = 0.28
WITH_SHIFT = set('~!@#$%^&*()_+{}|:"<>?')  # on a keyboard of the United States
FIELDS_APART = 12  # more presses of Tab than lie between two fields


@dataclass
class Newcomer:
    """``presses`` are of a button, a link, or a field that is not reached from the one before; ``keys`` are all others,
    Tab and Shift among them.
    """

    page: Page
    presses: int = 0
    keys: int = 0

    @property
    def seconds_of_typing(self) -> float:
        return self.keys * SECONDS_A_KEY

    def sees(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def press(self, role: Literal["button", "link"], words: str) -> None:
        self._click(self.page.get_by_role(role, name=words, exact=True))

    def types(self, fields: dict[str, str]) -> None:
        """By their labels, in the order in which they stand: the first is pressed, Tab leads to the others."""
        first, *others = fields
        self._click(self.page.get_by_label(first, exact=True))
        self._type(fields[first])
        for label in others:
            self._tab_to(self.page.get_by_label(label, exact=True))
            self._type(fields[label])

    def _click(self, what: Locator) -> None:
        self.presses += 1
        what.click()

    def _tab_to(self, field: Locator) -> None:
        for _ in range(FIELDS_APART):
            self.keys += 1
            self.page.keyboard.press("Tab")
            if field.and_(self.page.locator(":focus")).count():
                return
        raise AssertionError(f"Tab does not lead to {field}")

    def _type(self, text: str) -> None:
        self.keys += sum(2 if letter.isupper() or letter in WITH_SHIFT else 1 for letter in text)
        self.page.keyboard.type(text)
