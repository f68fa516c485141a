"""What was typed while a web server in front has no answer of the portal: it stays, and one line says what to do."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from portal.images.remaking import MB
from tests.support import browser as chromium
from tests.support import factories, photos
from tests.support.choices import choose
from tests.support.live import prepared
from tests.support.proxies import in_front_of, is_missing
from tests.support.server import Server
from tests.support.smtp import free_port

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(is_missing("nginx"), reason="nginx is not installed (Debian: nginx)"),
]


class Place:
    """The portal, nginx in front of it with its own limit of 1 MB, and Rosa's cookie."""

    def __init__(self, server: Server, cookie: str, port: int, folder: Path) -> None:
        self.server, self.cookie, self.port, self.folder = server, cookie, port, folder
        self._nginx: ExitStack | None = None

    def stand(self) -> None:
        """Whatever an earlier test has ended."""
        if self._nginx is None:
            self._nginx = ExitStack()
            nginx = in_front_of(self.server.port, "nginx", self.folder, own=self.port, without="client_max_body_size")
            self._nginx.enter_context(nginx)
        if not self.server.answers():
            self.server.stop()
            self.server.start()

    def end_nginx(self) -> None:
        if self._nginx is not None:
            self._nginx.close()
        self._nginx = None


@pytest.fixture
def place(kept: Place) -> Place:
    kept.stand()
    return kept


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("behind")
    cookies, port = [], free_port()

    def fill() -> None:
        choose(task_details=True, task_insurance=True)
        account = factories.rosa().account
        assert account is not None
        cookies.append(factories.sign_in(account))

    with prepared(folder / "data", fill) as (first, _):
        first.stop()
    server = Server(first.folder, PORTAL_PUBLIC_URL=f"http://127.0.0.1:{port}", PORTAL_TRUSTED_PROXIES="127.0.0.1")
    server.url = f"http://127.0.0.1:{port}"  # by another name it answers nobody
    found = Place(server, cookies[0], port, folder / "nginx")
    yield found
    found.end_nginx()
    server.stop()


@contextmanager
def rosa(browser: Browser, place: Place, address: str) -> Iterator[Page]:
    with chromium.person(browser, place.server.url, phone=True, tolerant=True) as page:
        page.context.add_cookies([{"name": "client", "value": place.cookie, "url": place.server.url}])
        page.goto(address)
        yield page


def send_details(page: Page) -> Locator:
    """What the page says then; what was typed is still there."""
    page.get_by_label("City").fill("Ithaca")
    page.get_by_label("Phone", exact=True).fill("(212) 555-0142")
    page.get_by_label("Phone call").check()
    page.get_by_role("button", name="Save details").click()
    said = page.get_by_role("alert")
    expect(said).to_be_visible(timeout=20_000)
    expect(page.get_by_label("City")).to_have_value("Ithaca")
    return said


def test_while_the_portal_is_down_what_was_typed_stays_and_can_be_sent_again(browser: Browser, place: Place) -> None:
    with rosa(browser, place, "/details") as page:
        place.server.kill()
        said = send_details(page)
        expect(said).to_contain_text("The server could not do this just now.")
        place.server.start()
        said.get_by_role("button", name="Try again").click()
        expect(page.get_by_text("Details saved.")).to_be_visible()


def test_while_the_web_server_is_down_what_was_typed_stays(browser: Browser, place: Place) -> None:
    with rosa(browser, place, "/details") as page:
        place.end_nginx()
        said = send_details(page)
        expect(said).to_contain_text("the server could not be reached. Nothing was changed.")
        expect(said.get_by_role("button", name="Try again")).to_be_visible()


def test_where_only_the_answer_is_lost_nobody_is_told_that_nothing_was_changed(browser: Browser, place: Place) -> None:
    with rosa(browser, place, "/details") as page:
        place.server.stop()
        with closing(socket.create_server(("127.0.0.1", place.server.port))) as silent:
            page.get_by_label("City").fill("Ithaca")
            page.get_by_role("button", name="Save details").click()
            silent.settimeout(10)
            with closing(silent.accept()[0]) as taken:  # the whole form is with nginx
                assert taken.recv(65536)
                place.end_nginx()
        expect(page.get_by_role("alert")).to_contain_text("Reload the page to see whether it worked.")
        expect(page.get_by_label("City")).to_have_value("Ithaca")


def test_a_photo_that_nginx_takes_for_too_large_is_named_and_the_form_stays(
    browser: Browser, place: Place, tmp_path: Path
) -> None:
    card = tmp_path / "IMG_4711.jpg"
    card.write_bytes(photos.file() + bytes(3 * MB))
    with rosa(browser, place, "/insurance") as page:
        page.get_by_label("Insurance company and plan").fill("Blue Shield PPO")
        page.get_by_label("Member number").fill("XEA 123 456")
        page.get_by_label("Photo of the front").set_input_files(card)
        page.get_by_role("button", name="Save insurance").click()
        said = page.get_by_text("The photo is too large for this server. Nothing was saved.")
        expect(said).to_be_visible(timeout=20_000)
        expect(page.get_by_label("Member number")).to_have_value("XEA 123 456")
        expect(page.get_by_text("null")).to_have_count(0)
