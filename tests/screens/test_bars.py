"""The bars of entries side by side: the staff menu at the foot of a phone, and the tabs of Practice."""

import pytest
from playwright.sync_api import Browser, Page

from tests.screens.places import PORTAL, Places
from tests.screens.test_modes import seen

pytestmark = pytest.mark.browser
WIDTHS = {"small phone": 320, "phone": 390, "desktop at 200 %": 640}
# as an owner's menu is at the most: an entry more, and a number that nobody has seen yet
FULL = """() => {
    const entries = document.querySelector('.nav ul'), last = entries.lastElementChild;
    while (entries.children.length < 7) {
        const more = last.cloneNode(true);
        more.querySelector('a').lastChild.data = 'Checklist';
        entries.insertBefore(more, last);
    }
    const count = document.createElement('span');
    [count.className, count.textContent] = ['count', '88'];
    document.querySelector('.nav a[href$="/activity"]').append(count);
}"""
CUT_OFF = """() => [...document.querySelectorAll('.nav a')].filter(entry => entry.checkVisibility()
    && (entry.scrollWidth > entry.clientWidth || entry.offsetWidth < 44 || entry.offsetHeight < 44))
    .map(entry => entry.textContent.trim())"""
TOPS = "where => [...document.querySelectorAll(where)].map(entry => entry.getBoundingClientRect().top)"


def tops(page: Page, where: str) -> set[float]:
    return set(page.evaluate(TOPS, where))


@pytest.mark.parametrize("width", WIDTHS.values(), ids=list(WIDTHS))
def test_seven_entries_with_a_count_stand_in_one_line_and_no_word_is_cut(
    width: int, browser: Browser, all_places: Places
) -> None:
    with seen(browser, all_places[PORTAL], viewport={"width": width, "height": 640}) as page:
        page.goto("/staff/profile")
        page.evaluate(FULL)
        assert len(tops(page, ".nav a")) == 1
        assert page.evaluate(CUT_OFF) == []


def test_on_a_phone_of_390_the_whole_menu_is_on_the_screen(browser: Browser, all_places: Places) -> None:
    with seen(browser, all_places[PORTAL], viewport={"width": 390, "height": 640}) as page:
        page.goto("/staff/profile")
        page.evaluate(FULL)
        assert page.locator(".nav a").last.evaluate("entry => entry.getBoundingClientRect().right") <= 390


def test_the_tabs_of_practice_scroll_sideways_where_they_have_no_room(browser: Browser, all_places: Places) -> None:
    with seen(browser, all_places[PORTAL], viewport={"width": 320, "height": 640}) as page:
        page.goto("/staff/practice/mail")
        assert len(tops(page, ".tabs a")) == 1
        last = page.get_by_role("navigation", name="Practice").get_by_role("link", name="Mail")
        assert last.evaluate("tab => tab.getBoundingClientRect().right") <= 320, "the current tab is out of sight"
