"""Handing the link over in the room: the desk's screen, the client's phone, and the paper."""

import io
import unicodedata
from collections.abc import Iterator

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.journeys import steps
from tests.support import browser as chromium
from tests.support import cast, factories
from tests.support.live import desk, prepared
from tests.support.server import Server

pytestmark = pytest.mark.browser
Live = tuple[Server, str]
PROGRESS = "**/invitations/progress?**"
# what a screen reader would be given: every change of the live region, be its words new or not
LISTEN = """() => {
  const spoken = document.querySelector("#link-progress [role=status]");
  const note = () => window.said.push(spoken.textContent.trim());
  window.said = [];
  new MutationObserver(note).observe(spoken, { childList: true, characterData: true, subtree: true });
}"""


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    def fill() -> None:
        factories.theo()
        for client in (factories.rosa_to_be(), factories.milo_with_email()):
            factories.invite(client)

    with prepared(tmp_path_factory.mktemp("live") / "data", fill) as running:
        yield running


def show_link(page: Page, person: cast.Person) -> None:
    steps.open_profile(page, person)
    page.get_by_role("button", name="Show link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Show link")


def scan(page: Page) -> str:
    """What the camera of a phone reads off the screen."""
    picture = page.get_by_role("img", name="QR code of the link").screenshot()
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return code.text


def test_the_desk_shows_the_link_and_sees_each_step_of_the_client_without_a_reload(
    browser: Browser, live: Live
) -> None:
    server, _ = live
    with desk(browser, *live) as front, chromium.person(browser, server.url, phone=True) as theo:
        asked: list[str] = []
        front.on("request", lambda request: asked.append(request.url) if "/progress?" in request.url else None)
        front.clock.install()
        show_link(front, cast.THEO)
        told, done = front.locator("#link-progress [role=status]"), front.locator("#link-progress .done")
        expect(told).to_have_text("Waiting for the client to open the link.")
        front.evaluate(LISTEN)
        for _ in range(2):
            with front.expect_response(PROGRESS):
                front.clock.run_for(2000)

        theo.goto(scan(front))
        front.clock.run_for(2000)
        expect(done).to_contain_text(["Link opened"])
        steps.confirm_birth_date(theo, cast.THEO)
        expect(theo.get_by_role("heading", level=1)).to_have_text("Create your portal account")
        front.clock.run_for(2000)
        expect(done).to_contain_text(["Link opened", "Date of birth confirmed"])
        steps.create_account(theo, "theo.n", "nine small clouds at dusk")
        expect(theo.get_by_role("heading", level=1)).to_have_text("Home")
        front.clock.run_for(2000)
        expect(done).to_contain_text(["Link opened", "Date of birth confirmed", "Account created"])

        assert front.evaluate("window.said") == [
            "The link is open. Next: the date of birth.",
            "Date of birth confirmed. Next: username and password.",
            "Account created. The username is theo.n.",
        ]
        expect(front.get_by_role("img", name="QR code of the link")).to_be_hidden()
        before = len(asked)
        front.clock.run_for(10_000)
        assert len(asked) == before
        front.get_by_role("link", name="Back to the profile").click()
        expect(front.get_by_role("complementary", name="Client menu").locator(".status")).to_have_text("Active")


# 63B 4.2: what is read off a screen and typed by hand is short
def test_who_has_no_camera_types_the_short_address_and_the_code(browser: Browser, live: Live) -> None:
    server, _ = live
    with desk(browser, *live) as front, chromium.person(browser, server.url, phone=True, javascript=False) as milo:
        show_link(front, cast.MILO)
        address, code = front.locator(".slip dd").all_inner_texts()
        milo.goto(address)
        milo.get_by_label("Code").fill(code.lower())
        milo.get_by_role("button", name="Continue").click()
        expect(milo).to_have_url(f"{server.url}/register")
        expect(front.locator("#link-progress .done")).to_contain_text(["Link opened"])


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_on_paper_it_is_one_page_with_the_sheet_and_nothing_else(browser: Browser, live: Live, paper: str) -> None:
    with desk(browser, *live) as page:
        show_link(page, cast.ROSA)
        address, code = page.locator(".slip dd").all_inner_texts()
        printed = PdfReader(io.BytesIO(page.pdf(format=paper)))
        (only,) = printed.pages
        text = unicodedata.normalize("NFKC", only.extract_text())
        assert text.splitlines()[0] == cast.PRACTICE
        assert address.endswith("/go") and len(code) == 9
        for part in (address, code, "For Rosie", "Scan the code", "The link works once, until", cast.PHONE):
            assert part in text
        for part in (
            "Delgado",
            "Show link",
            "Copy",
            "Print",
            "/register/",
            "New code",
            "How far",
            "Clients",
            "on this computer",
        ):
            assert part not in text


def test_without_javascript_the_code_can_be_scanned_and_nothing_is_offered_that_needs_it(
    browser: Browser, live: Live
) -> None:
    server, cookie = live
    with chromium.person(browser, server.url, phone=True, javascript=False) as page:
        page.context.add_cookies([{"name": "staff", "value": cookie, "url": server.url}])
        show_link(page, cast.MILO)
        assert scan(page) == page.locator("code").inner_text()
        expect(page.get_by_role("button", name="Print")).to_be_hidden()
