"""The ways in which people see a screen: forced colours, less motion, on paper, behind a keyboard or a notch."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.screens.places import PORTAL, Place, Places

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
BEHIND_A_KEYBOARD = {"width": 390, "height": 420}
IS_ON_TOP = """field => {
    const box = field.getBoundingClientRect();
    return field.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
}"""
MOVING = """() => [...document.querySelectorAll('*')].filter(part => [null, '::before', '::after'].some(pseudo => {
    const style = getComputedStyle(part, pseudo);
    return style.transitionDuration.split(', ').some(time => parseFloat(time) > 0) || style.animationName !== 'none';
})).map(part => part.outerHTML.slice(0, 60))"""


COLOUR = """role => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.backgroundColor = `var(${role})`;
    return getComputedStyle(probe).backgroundColor;
}"""


@contextmanager
def seen(browser: Browser, place: Place, **how: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=place.server.url, **({"viewport": PHONE} | how))
    context.add_cookies([{"name": "staff", "value": place.cookies["staff"], "url": place.server.url}])
    yield context.new_page()
    context.close()


def profile(page: Page, place: Place, who: str) -> None:
    page.goto(f"/staff/clients/{place.values[who]}")


def test_with_forced_colours_the_switch_still_tells_on_from_off(browser: Browser, all_places: Places) -> None:
    place, pictures = all_places[PORTAL], []
    with seen(browser, place, forced_colors="active") as page:
        for who in ("active", "disabled", "invited"):
            profile(page, place, who)
            pictures.append(page.get_by_role("switch", name="Portal access").screenshot())
    assert len(set(pictures)) == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_switch_is_blue_when_on_and_grey_when_off_by_its_own_background(
    scheme: str, browser: Browser, all_places: Places
) -> None:
    place, colours, roles = all_places[PORTAL], [], []
    with seen(browser, place, color_scheme=scheme, reduced_motion="reduce") as page:
        for who, role in (("active", "--accent"), ("disabled", "--control"), ("invited", "--line")):
            profile(page, place, who)
            switch = page.get_by_role("switch", name="Portal access")
            colours.append(switch.evaluate("one => getComputedStyle(one).backgroundColor"))
            roles.append(page.evaluate(COLOUR, role))
    assert colours == roles and len(set(colours)) == 3


def test_with_forced_colours_the_current_entry_of_the_menu_still_shows(browser: Browser, all_places: Places) -> None:
    place = all_places[PORTAL]
    with seen(browser, place, forced_colors="active") as page:
        profile(page, place, "active")
        current = page.locator(".nav [aria-current]")
        assert current.evaluate("entry => getComputedStyle(entry).outlineStyle") == "solid"


def test_nothing_moves_for_who_asked_for_less_motion(browser: Browser, all_places: Places) -> None:
    place = all_places[PORTAL]
    with seen(browser, place, reduced_motion="reduce") as page:
        profile(page, place, "active")
        assert page.evaluate(MOVING) == []


@pytest.mark.parametrize("part", [".nav", ".skip", "#main-button", ".more"])
def test_on_paper_there_is_nothing_to_press(part: str, browser: Browser, all_places: Places) -> None:
    place = all_places[PORTAL]
    with seen(browser, place, viewport={"width": 800, "height": 1000}) as page:
        profile(page, place, "active")
        page.emulate_media(media="print")
        expect(page.locator(part)).not_to_be_visible()


def test_on_paper_the_status_and_the_addresses_are_there(browser: Browser, all_places: Places) -> None:
    place = all_places[PORTAL]
    with seen(browser, place, color_scheme="dark") as page:
        profile(page, place, "active")
        page.emulate_media(media="print", color_scheme="dark")
        expect(page.locator("#client-menu .status")).to_be_visible()
        expect(page.locator("#emails")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.body).colorScheme") == "light", "black paper"


def test_behind_an_open_keyboard_the_field_being_typed_into_is_not_covered(
    browser: Browser, all_places: Places
) -> None:
    place = all_places[PORTAL]
    with seen(browser, place, is_mobile=True, has_touch=True) as page:
        page.goto("/staff/clients/new")
        page.set_viewport_size(BEHIND_A_KEYBOARD)  # type: ignore[arg-type]
        for label in ("First name", "Date of birth", "Phone", "Provider"):
            field = page.get_by_label(label, exact=True)
            field.focus()
            assert field.evaluate(IS_ON_TOP), label


def test_the_bottom_bar_keeps_clear_of_the_line_at_the_foot_of_an_iphone(browser: Browser, all_places: Places) -> None:
    place = all_places[PORTAL]
    with seen(browser, place, is_mobile=True, has_touch=True) as page:
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setSafeAreaInsetsOverride", {"insets": {"bottom": 34, "bottomMax": 34}})
        profile(page, place, "active")
        last = page.locator(".nav a").last.bounding_box()
        assert last is not None and last["y"] + last["height"] <= PHONE["height"] - 34
