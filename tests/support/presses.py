"""What can be pressed on a profile, and whether the page shows afterwards how things are."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, Request, Response, expect

from tests.support.late import TWO_FRAMES, Late

REGIONS = ("#client-menu", "#emails", "#changes")
PRESSES = ", ".join(
    f"{region} :is(form[hx-post], form[hx-get]) button:enabled, {region} a[hx-get]" for region in REGIONS
)
ROUTE = """button => {
    const source = button.form ?? button;
    return (source.getAttribute('hx-post') ?? source.getAttribute('hx-get')).replace(/[\\w-]{22}/g, 'id');
}"""
# what a page says of how things stand: without the sentences of what was just done
SHOWN = """() => [...document.querySelectorAll('#client-menu, #emails, #changes, #details, #attention')].map(region => {
    const copy = region.cloneNode(true);
    copy.querySelectorAll('[role=status], [role=alert]').forEach(said => said.remove());
    const states = [...copy.querySelectorAll('[aria-checked], [aria-pressed]')]
        .map(one => one.getAttribute('aria-checked') ?? one.getAttribute('aria-pressed'));
    return [region.id, copy.textContent.replace(/\\s+/g, ' ').trim(), ...states].join(' | ');
})"""


def presses(page: Page, address: str) -> list[Locator]:
    """What swaps something in place on a profile; of several at the addresses of one route, the last."""
    page.goto(address)
    return list({button.evaluate(ROUTE): button for button in page.locator(PRESSES).all()}.values())


def name_of(button: Locator) -> str:
    return str(button.evaluate("button => button.ariaLabel || button.textContent.trim() || button.id"))


def is_act(button: Locator) -> bool:
    return bool(button.evaluate("button => button.form?.method === 'post'"))


def is_press(page: Page, button: Locator) -> Callable[[Request], bool]:
    """Whether a request is that of this button."""
    how, address = button.evaluate(
        "button => { const source = button.form ?? button;"
        " return source.hasAttribute('hx-post') ? ['POST', source.getAttribute('hx-post')]"
        " : ['GET', source.getAttribute('hx-get')] }"
    )
    return lambda request: (request.method, request.url.partition("?")[0].endswith(address)) == (how, True)


def press_behind(page: Page, button: Locator, late: Late) -> Response:
    """Press while an earlier press has no answer yet: this one is sent when that has come, never before."""
    wanted, sent = is_press(page, button), list[Request]()

    def note(request: Request) -> None:
        sent.append(request)

    page.on("request", note)
    button.click()
    page.evaluate(TWO_FRAMES)
    assert not [request for request in sent if wanted(request) and request != late.request]
    with page.expect_response(lambda response: wanted(response.request) and response.request != late.request) as found:
        late.come()
    page.remove_listener("request", note)
    page.unroute_all()
    return found.value


def assert_it_shows_how_things_are(page: Page, tried: str, opens: bool) -> None:
    """A form that was opened is still open; after an act everything is as on the page made anew."""
    expect(page.locator(".htmx-request, form[data-sending]")).to_have_count(0)
    if opens:
        assert page.locator("[data-cancel]").count() == 1, f"{tried}: the form is gone"
        return
    shown = page.evaluate(SHOWN)
    page.reload()
    assert page.evaluate(SHOWN) == shown, tried
