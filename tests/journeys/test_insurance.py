"""A client photographs the insurance card: on a desktop and a phone, with script and without."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from portal.pictures import MB
from tests.support import browser as chromium
from tests.support import factories, photos
from tests.support.cast import Person
from tests.support.choices import choose
from tests.support.live import desk, prepared
from tests.support.server import Server

pytestmark = pytest.mark.browser
KINDS = {
    "desktop": {"phone": False, "javascript": True},
    "phone": {"phone": True, "javascript": True},
    "without JavaScript": {"phone": False, "javascript": False},
    "phone without JavaScript": {"phone": True, "javascript": False},
}
Live = tuple[Server, str, dict[str, tuple[str, str]]]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """For each kind of browser, and for those that have trouble, a client: the public id and the cookie."""
    people: dict[str, tuple[str, str]] = {}

    def fill() -> None:
        choose(task_insurance=True)
        for number, kind in enumerate([*KINDS, "slow", "cut off", "busy", "too much"]):
            person = Person("Theo", f"Nilsson {number}", f"theo{number}@example.com", f"theo.{number}")
            client = factories.make_client(person, registered=True)
            assert client.account is not None
            people[kind] = (client.public_id, factories.sign_in(client.account))

    with prepared(tmp_path_factory.mktemp("insurance") / "data", fill) as (server, cookie):
        yield server, cookie, people


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As a phone takes it on its side, and says where."""
    file = tmp_path_factory.mktemp("camera") / "IMG_4711.jpg"
    file.write_bytes(photos.file(photos.phone(2016, 1512), quality=90, exif=photos.exif(6)))
    return file


@contextmanager
def client(browser: Browser, live: Live, kind: str, *, tolerant: bool = False) -> Iterator[Page]:
    server, _, people = live
    with chromium.person(browser, server.url, tolerant=tolerant, **KINDS.get(kind, {})) as page:
        page.context.add_cookies([{"name": "client", "value": people[kind][1], "url": server.url}])
        page.goto("/insurance")
        yield page


def fill_in(page: Page, card: Path, member_number: str = "XEA 123 456") -> None:
    page.get_by_label("Insurance company and plan").fill("Blue Shield PPO")
    page.get_by_label("Member number").fill(member_number)
    page.get_by_label("Photo of the front").set_input_files(card)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save insurance").click()


def is_loaded(image: Locator) -> None:
    expect(image).to_be_visible()
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("image => image.naturalHeight > image.naturalWidth"), "it is upright"


@pytest.mark.parametrize("kind", KINDS)
def test_a_photo_stays_while_something_else_is_wrong_and_is_shown_to_staff(
    kind: str, live: Live, card: Path, browser: Browser
) -> None:
    server, cookie, people = live
    with client(browser, live, kind) as theo:
        fill_in(theo, card, member_number="")
        theo.get_by_label("Policy holder").select_option("Somebody else")
        theo.get_by_label("Their name").fill("Carlos Nilsson")
        for name, text in (("Month", "3"), ("Day", "14"), ("Year", "1958")):
            theo.get_by_label(name).fill(text)
        save(theo)
        expect(theo.get_by_role("alert")).to_contain_text("Enter the member number")
        expect(theo.get_by_role("alert")).to_be_focused()
        is_loaded(theo.get_by_role("img", name="Photo of the front, as we have it"))
        theo.get_by_label("Member number").fill("XEA 123 456")
        theo.get_by_label("Photo of the back").set_input_files(card)
        save(theo)
        expect(theo.get_by_text("Insurance saved.")).to_be_visible()
        is_loaded(theo.get_by_role("img", name="Photo of the back, as we have it"))
        theo.get_by_label("Remove").nth(1).check()
        save(theo)
        expect(theo.get_by_role("heading", name="We look at what you changed")).to_be_visible()
        expect(theo.get_by_role("img", name="Photo of the back, as we have it")).to_have_count(0)
    with desk(browser, server, cookie) as dana:
        dana.goto(f"/staff/clients/{people[kind][0]}/details")
        expect(dana.get_by_text("Carlos Nilsson, born March 14, 1958")).to_be_visible()
        is_loaded(dana.get_by_role("img", name="Photo of the front"))
        dana.goto(f"/staff/clients/{people[kind][0]}")
        dana.get_by_role("button", name="Accept").click()
        expect(dana.get_by_text("Accepted: it is on file now.")).to_be_visible()


def test_without_insurance_nothing_else_is_asked(live: Live, browser: Browser) -> None:
    with client(browser, live, "too much") as theo:
        theo.get_by_label("I have no insurance").check()
        expect(theo.get_by_label("Insurance company and plan")).to_be_hidden()
        expect(theo.get_by_label("Photo of the front")).to_be_hidden()
        theo.get_by_label("I have no insurance").uncheck()
        expect(theo.get_by_label("Their name")).to_be_hidden()
        theo.get_by_label("Policy holder").select_option("Somebody else")
        expect(theo.get_by_label("Their name")).to_be_visible()


# fails without onprogress in js/upload.js
def test_on_a_slow_line_it_is_seen_how_far_it_is_and_sent_once(live: Live, card: Path, browser: Browser) -> None:
    with client(browser, live, "slow") as theo:
        posts: list[str] = []
        theo.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
        bar = theo.get_by_role("progressbar", name="Your photos are being sent")
        fill_in(theo, card)
        expect(bar).to_be_hidden()
        slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000}
        theo.context.new_cdp_session(theo).send("Network.emulateNetworkConditions", slow)
        save(theo)
        expect(bar).to_be_visible()
        theo.get_by_label("Member number").press("Enter")
        expect(theo.get_by_role("status").filter(has_text="25 %")).to_be_visible()
        assert bar.evaluate("bar => bar.value") > 0.2
        expect(theo.get_by_text("Insurance saved.")).to_be_visible(timeout=20_000)
        assert len(posts) == 1


# fails where js/upload.js does not tell sending.js
def test_where_the_network_fails_one_line_says_so_and_the_form_stays(live: Live, card: Path, browser: Browser) -> None:
    with client(browser, live, "cut off", tolerant=True) as theo:
        fill_in(theo, card)
        theo.route("**/insurance", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
        save(theo)
        expect(theo.get_by_text("the server could not be reached")).to_be_visible()
        theo.unroute("**/insurance")
        theo.get_by_role("button", name="Try again").click()
        expect(theo.get_by_text("Insurance saved.")).to_be_visible()


def test_while_too_many_photos_are_made_the_form_stays(live: Live, card: Path, browser: Browser) -> None:
    def busy(route: Route) -> None:
        route.fulfill(status=503, body="<p>later</p>") if route.request.method == "POST" else route.continue_()

    with client(browser, live, "busy", tolerant=True) as theo:
        theo.route("**/insurance*", busy)
        fill_in(theo, card)
        save(theo)
        expect(theo.get_by_text("The server could not do this just now.")).to_be_visible()
        expect(theo.get_by_label("Member number")).to_have_value("XEA 123 456")


@pytest.mark.parametrize("javascript", [True, False])
def test_photos_that_are_too_large_are_told_so(live: Live, tmp_path: Path, browser: Browser, javascript: bool) -> None:
    server, _, people = live
    huge = tmp_path / "huge.jpg"
    huge.write_bytes(photos.file() + bytes(18 * MB))
    with chromium.person(browser, server.url, javascript=javascript) as theo:
        theo.context.add_cookies([{"name": "client", "value": people["too much"][1], "url": server.url}])
        theo.goto("/insurance")
        fill_in(theo, huge)
        save(theo)
        expect(theo.get_by_text("larger than 17 MB")).to_be_visible()


def test_who_was_signed_out_meanwhile_is_told_so(live: Live, card: Path, browser: Browser) -> None:
    with client(browser, live, "too much") as theo:
        fill_in(theo, card)
        theo.context.clear_cookies(name="client")
        save(theo)
        expect(theo.get_by_role("link", name="Sign in")).to_be_visible()
