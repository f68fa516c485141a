"""A client photographs the insurance card."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from portal.images.remaking import MB
from tests.support import browser as chromium
from tests.support import factories, photos
from tests.support.cast import PASSWORD, Person
from tests.support.choices import choose
from tests.support.insurance_page import Live, client, fill_in, is_loaded, save
from tests.support.live import desk, prepared

pytestmark = pytest.mark.browser
MUCH = "This file is too large. It may have at most 8 MB."
PAGES_OF_PROXIES = ["<html><body><center>413</center></body></html>", ""]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """For each of those who have trouble a client: the public id and the cookie."""
    people: dict[str, tuple[str, str]] = {}

    def fill() -> None:
        choose(task_insurance=True)
        for number, kind in enumerate(["no script", "slow", "cut off", "busy", "too much", "refused", "signed out"]):
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


def test_a_photo_stays_while_something_else_is_wrong_and_is_shown_to_staff(
    live: Live, card: Path, browser: Browser
) -> None:
    server, cookie, people = live
    with client(browser, live, "no script", phone=True, javascript=False) as theo:
        fill_in(theo, card, member_number="")
        theo.get_by_label("Policy holder").select_option("Someone else")
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
        dana.goto(f"/staff/clients/{people['no script'][0]}/details")
        expect(dana.get_by_text("Carlos Nilsson, born March 14, 1958")).to_be_visible()
        is_loaded(dana.get_by_role("img", name="Photo of the front"))
        dana.goto(f"/staff/clients/{people['no script'][0]}")
        dana.get_by_role("button", name="Accept").click()
        expect(dana.get_by_text("Accepted: it is on file now.")).to_be_visible()


def test_without_insurance_nothing_else_is_asked(live: Live, browser: Browser) -> None:
    with client(browser, live, "too much") as theo:
        theo.get_by_label("I have no insurance").check()
        expect(theo.get_by_label("Insurance company and plan")).to_be_hidden()
        expect(theo.get_by_label("Photo of the front")).to_be_hidden()
        theo.get_by_label("I have no insurance").uncheck()
        expect(theo.get_by_label("Their name")).to_be_hidden()
        theo.get_by_label("Policy holder").select_option("Someone else")
        expect(theo.get_by_label("Their name")).to_be_visible()


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


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As a new phone takes it; two of it are more than the server takes."""
    file = tmp_path_factory.mktemp("camera") / "IMG_4712.jpg"
    file.write_bytes(photos.file() + bytes(11 * MB))
    return file


def test_without_script_photos_that_are_too_large_are_told_on_the_form(
    live: Live, huge: Path, browser: Browser
) -> None:
    server, _, people = live
    with chromium.person(browser, server.url, javascript=False) as theo:
        theo.context.add_cookies([{"name": "client", "value": people["too much"][1], "url": server.url}])
        theo.goto("/insurance")
        fill_in(theo, huge)
        theo.get_by_label("Photo of the back").set_input_files(huge)
        save(theo)
        for side in ("front", "back"):
            expect(theo.get_by_label(f"Photo of the {side}")).to_have_accessible_description(MUCH)
        expect(theo.get_by_label("Member number")).to_have_value("XEA 123 456")


def test_photos_are_weighed_before_they_are_sent(live: Live, card: Path, huge: Path, browser: Browser) -> None:
    with client(browser, live, "too much") as theo:
        posts: list[str] = []
        theo.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
        fill_in(theo, huge)
        too_large = theo.get_by_role("alert").filter(has_text=MUCH)
        expect(too_large).to_have_count(1)
        save(theo)
        front = theo.get_by_label("Photo of the front")
        expect(front).to_be_focused()
        expect(front).to_have_attribute("aria-invalid", "true")
        expect(theo.get_by_label("Member number")).to_have_value("XEA 123 456")
        assert not posts
        front.set_input_files(card)
        expect(too_large).to_have_count(0)
        save(theo)
        expect(theo.get_by_text("Insurance saved.")).to_be_visible()


# a proxy's own page: it must not take the place of the form
@pytest.mark.parametrize("body", PAGES_OF_PROXIES)
def test_a_server_that_takes_no_such_photo_leaves_the_form(live: Live, card: Path, browser: Browser, body: str) -> None:
    def refuse(route: Route) -> None:
        is_post = route.request.method == "POST"
        route.fulfill(status=413, body=body, content_type="text/html") if is_post else route.continue_()

    with client(browser, live, "refused") as theo:
        theo.route("**/insurance", refuse)
        fill_in(theo, card)
        save(theo)
        expect(theo.get_by_text("The photo is too large for this server. Nothing was saved.")).to_be_visible()
        expect(theo.get_by_label("Member number")).to_have_value("XEA 123 456")


def test_who_was_signed_out_meanwhile_signs_in_there_and_the_photo_is_sent(
    live: Live, card: Path, browser: Browser
) -> None:
    with client(browser, live, "signed out") as theo:
        fill_in(theo, card)
        theo.context.clear_cookies(name="client")
        save(theo)
        dialog = theo.get_by_role("dialog", name="You were signed out")
        dialog.get_by_label("Username").fill("theo.6")
        dialog.get_by_label("Password", exact=True).fill(PASSWORD)
        dialog.get_by_role("button", name="Sign in").click()
        expect(theo.get_by_text("Insurance saved.")).to_be_visible()
        expect(theo.get_by_role("img", name="Photo of the front")).to_be_visible()
