"""First run: the code, the one owner, and the way back in for an owner who is locked out."""

import stat
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import steps
from tests.support import browser as chromium
from tests.support import cast
from tests.support.server import Server

pytestmark = pytest.mark.browser


def test_set_up_needs_the_code_makes_one_owner_and_is_gone_afterwards(server: Server, browser: Browser) -> None:
    address = server.setup_address()
    with chromium.person(browser, server.url) as page, chromium.person(browser, server.url) as stranger:
        stranger.goto("/staff/clients")
        expect(stranger).to_have_url(f"{server.url}/setup")
        answer = stranger.goto("/setup?code=guessed")
        assert answer is not None and answer.status == 403
        expect(stranger.get_by_text("setup-address")).to_be_visible()
        steps.set_up(page, server)
        answer = stranger.goto(address)
        assert answer is not None and answer.status == 404
    assert not (server.folder / "setup-address").exists()


def test_a_restart_before_set_up_makes_a_new_code_and_ends_the_old(server: Server, browser: Browser) -> None:
    old = server.setup_address()
    assert stat.S_IMODE((server.folder / "setup-address").stat().st_mode) == 0o600
    server.stop()
    server.start()
    assert server.setup_address() != old
    with chromium.person(browser, server.url) as page:
        answer = page.goto(old)
        assert answer is not None and answer.status == 403
    everything = b"".join(file.read_bytes() for file in server.folder.iterdir() if file.name != "setup-address")
    code = server.setup_address().partition("code=")[2].encode()
    assert code not in everything + server.log.read_bytes()


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Server]:
    """With a practice and a client."""
    with Server(tmp_path_factory.mktemp("settled") / "live") as server:
        with chromium.person(browser, server.url) as page:
            steps.set_up(page, server)
            steps.add_client(page, cast.ROSA)
        yield server


def test_an_owner_who_is_locked_out_gets_in_by_a_link_from_the_command_line(settled: Server, browser: Browser) -> None:
    with chromium.person(browser, settled.url) as page:
        printed = settled.run("staff", "reset", "dana.w")
        assert printed.returncode == 0, printed.stderr
        page.goto(printed.stdout.strip())
        steps.choose_password(page, "fourteen bright kites over sand")
        steps.sign_in(page, "dana.w", "fourteen bright kites over sand", "/staff/sign-in")
        expect(page.get_by_role("heading", level=1)).to_have_text("Clients")
    assert settled.run("staff", "reset", "nobody").returncode == 1


def test_the_chain_of_events_can_be_checked_from_the_command_line(settled: Server) -> None:
    checked = settled.run("audit", "verify")
    assert checked.returncode == 0, checked.stderr
    assert "unaltered" in checked.stdout


def test_the_time_zone_of_the_browser_is_chosen_already(server: Server, browser: Browser) -> None:
    address = server.setup_address()
    for zone, javascript, chosen in (
        ("Asia/Calcutta", True, "Asia/Kolkata"), ("UTC", True, "America/New_York"),
    ):  # fmt: skip
        with chromium.person(browser, server.url, zone=zone, javascript=javascript) as page:
            page.goto(address)
            expect(page.get_by_label("Time zone")).to_have_value(chosen)
