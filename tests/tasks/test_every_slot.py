"""A folder that offers everything there is to offer, on a real server and in a real browser."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from portal import clock
from portal.database import writing
from portal.extensions import db
from portal.mail import outbox
from portal.models import Client, Practice
from tests.support import browser as chromium
from tests.support import cast, factories, folders
from tests.support.live import desk, prepared
from tests.support.mails import html_of, text_of
from tests.support.server import Server, wait_until
from tests.support.smtp import Receiver

pytestmark = pytest.mark.browser
TABLE = """CREATE TABLE plant (
    id INTEGER NOT NULL PRIMARY KEY, public_id VARCHAR(22) NOT NULL UNIQUE,
    client_id INTEGER NOT NULL REFERENCES client (id) ON DELETE RESTRICT, name VARCHAR(60) NOT NULL,
    watered_at DATETIME, reminded_at DATETIME, created_at DATETIME NOT NULL)"""
PLANT = "INSERT INTO plant (public_id, client_id, name, created_at) VALUES (:id, :client, :name, :at)"
ADA = cast.Person("Ada", "Quist", "ada@example.com", "ada.q")  # the practice's name is kept out of her mail
BO = cast.Person("Bo", "Lind", "bo@example.com", "bo.l")  # his mail waits since before its time
CY = cast.Person("Cy", "Marsh", "cy@example.com", "cy.m")  # has a plant that staff water
DEE = cast.Person("Dee", "Vance", "dee@example.com", "dee.v")  # has a plant that is never watered


@dataclass(frozen=True)
class Live:
    server: Server
    cookies: dict[str, str]  # of each, by first name
    ids: dict[str, str]  # the public ids of the clients
    receiver: Receiver
    environment: dict[str, str]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    root: Path = tmp_path_factory.mktemp("slots")
    folders.copy(root, "plants")
    environment, cookies, ids = folders.environment(root), {}, {}

    def fill() -> None:
        cookies["Sam"] = factories.sign_in(factories.make_sam())
        people = (cast.ROSA, ADA, BO, CY, DEE)
        clients = {person.first_name: factories.make_client(person, registered=True) for person in people}
        plant_some(clients)
        for name, client in clients.items():
            assert client.account is not None
            cookies[name], ids[name] = factories.sign_in(client.account), client.public_id

    with (
        Receiver() as receiver,
        prepared(root / "data", fill, receiver.port, **environment) as (server, dana),
    ):
        yield Live(server, cookies | {"Dana": dana}, ids, receiver, environment)


def plant_some(clients: dict[str, Client]) -> None:
    """The task is on and its step is required; the table is as a migration would make it."""
    with writing():
        Practice.one().options = {"task_plants": True, "step_plants": "required", "plants_most": 1}
        clients["Ada"].keeps_name_out = True
        db.session.execute(text(TABLE))
        for owner, name in (("Ada", "Cactus"), ("Cy", "Orchid"), ("Dee", "Moss")):
            values = {"id": f"{name}-0123456789", "client": clients[owner].id, "name": name}
            db.session.execute(text(PLANT), values | {"at": clock.now().strftime("%Y-%m-%d %H:%M:%S.%f")})
        mail = outbox.put("plant_thirsty", BO.email or "", client_id=clients["Bo"].id)
        mail.state, mail.created_at = "waiting", clock.now() - timedelta(hours=2)


def sign_in(page: Page, live: Live, name: str, audience: str) -> None:
    page.context.add_cookies([{"name": audience, "value": live.cookies[name], "url": live.server.url}])


def test_a_client_answers_its_step_uses_its_pages_and_reads_how_things_stand(live: Live, browser: Browser) -> None:
    with chromium.person(browser, live.server.url) as rosa:
        sign_in(rosa, live, "Rosa", "client")
        rosa.goto("/plants")
        expect(rosa.get_by_role("heading", level=1)).to_have_text("Your first plant")
        rosa.get_by_role("button", name="Save and continue").click()
        expect(rosa.get_by_role("alert")).to_contain_text("Enter a name.")
        rosa.get_by_label("Name of the plant").fill("Fern")
        rosa.get_by_role("button", name="Save and continue").click()
        expect(rosa.get_by_text("Fern, thirsty")).to_be_visible()
        rosa.get_by_label("Name of the plant").fill("Ivy")
        rosa.get_by_role("button", name="Add plant").click()
        expect(rosa.get_by_role("alert")).to_contain_text("There is no room for more plants.")
        expect(rosa.get_by_text("Fern, thirsty")).to_have_css("border-left-width", "7px")
        rosa.goto("/home")
        expect(rosa.get_by_role("region", name="Plants")).to_contain_text("1 to water")
        rosa.goto("/guide")
        expect(rosa.get_by_text("Press Plants to water your plants.")).to_be_visible()
        rosa.goto("/plants")
        rosa.get_by_role("button", name="Water Fern").click()
        expect(rosa.get_by_text("Fern, watered")).to_be_visible()
    with desk(browser, live.server, live.cookies["Dana"]) as dana:
        dana.goto("/staff/activity?kind=plants")
        expect(dana.get_by_text("Plant added: Fern")).to_be_visible()
        expect(dana.get_by_text("Plant watered: Fern")).to_be_visible()
        dana.goto(f"/staff/clients/{live.ids['Rosa']}/history")
        expect(dana.get_by_text("Client's first plant filled in")).to_be_visible()


def test_its_option_is_offered_with_its_bounds(live: Live, browser: Browser) -> None:
    with desk(browser, live.server, live.cookies["Dana"]) as dana:
        dana.goto("/staff/practice/client-portal")
        dana.get_by_label("Plants at most").fill("6")
        dana.get_by_role("button", name="Save options").click()
        expect(dana.get_by_role("alert")).to_contain_text("Use a number from 1 to 5.")


def test_staff_find_it_in_the_menu_on_the_profile_and_in_needs_attention(live: Live, browser: Browser) -> None:
    with desk(browser, live.server, live.cookies["Dana"]) as dana:
        dana.goto("/staff/clients")
        way = dana.get_by_role("navigation", name="Main").get_by_role("link", name="Plants")
        before = int((way.get_attribute("aria-label") or "").split()[1])
        way.click()
        expect(dana.get_by_role("heading", level=1)).to_have_text("All plants")
        expect(dana.get_by_text("Dee Vance: Moss")).to_have_css("border-left-width", "7px")
        dana.goto("/staff/activity")
        region = dana.get_by_role("region", name="Needs attention")
        expect(region).to_contain_text("Cy Marsh: Thirsty: Orchid")
        lines = region.get_by_role("button", name="Dismiss").count()
        assert f"Activity, {lines} need attention" == dana.locator("#activity-entry").get_attribute("aria-label")
        dana.get_by_role("button", name="Dismiss: Dee Vance, Thirsty: Moss").click()
        expect(region).not_to_contain_text("Moss")
        dana.goto(f"/staff/clients/{live.ids['Cy']}")
        card = dana.get_by_role("region", name="Portal tasks")
        expect(card).to_contain_text("1 thirsty")
        card.get_by_role("link", name="Plants").click()
        dana.get_by_role("button", name="Water Orchid").click()
        expect(dana.get_by_text("Orchid, watered")).to_be_visible()
        expect(way).to_have_attribute("aria-label", f"Plants, {before - 1} thirsty")


def test_its_job_sends_its_mail_once_and_without_the_practice_s_name_where_that_is_kept_out(live: Live) -> None:
    receiver = live.receiver
    wait_until(lambda: {"ada@example.com", "cy@example.com"} <= set(receiver.recipients), "both mails have come", 30)
    mails = {str(mail["To"]): mail for mail in receiver.messages}
    usual, neutral = mails["cy@example.com"], mails["ada@example.com"]
    assert (usual["Subject"], neutral["Subject"]) == ("A plant is thirsty", "There is something new for you")
    assert f"Water the plant\n{live.server.url}/plants" in text_of(usual)
    assert f"Open your account\n{live.server.url}/plants" in text_of(neutral)
    assert cast.PRACTICE in html_of(usual) and cast.PRACTICE not in neutral.as_string()
    assert receiver.recipients.count("cy@example.com") == 1


def test_its_mail_is_not_sent_after_its_time(live: Live, browser: Browser) -> None:
    with desk(browser, live.server, live.cookies["Dana"]) as dana:
        dana.goto(f"/staff/clients/{live.ids['Bo']}/history")
        expect(dana.get_by_text("not sent: Its time ran out before it could be sent.")).to_be_visible()
        dana.goto("/staff/practice/mail?kind=plant_thirsty")
        expect(dana.get_by_role("link", name="Plant reminder")).to_have_attribute("aria-current", "page")


def test_its_pages_are_open_to_whom_they_say(live: Live, browser: Browser) -> None:
    with chromium.person(browser, live.server.url) as page:
        asked = page.context.request

        def status(address: str, method: str = "GET") -> int:
            return asked.fetch(address, method=method, max_redirects=0).status

        assert (status("/plants/leaflet"), status("/plants/news"), status("/staff/plants")) == (200, 303, 303)
        sign_in(page, live, "Bo", "client")  # who has not done the step
        assert (status("/plants"), status("/plants/news")) == (303, 303)
        sign_in(page, live, "Dee", "client")
        sign_in(page, live, "Sam", "staff")
        assert (status("/plants/news"), status("/plants/nowhere"), status("/plants/news", "POST")) == (200, 404, 405)
        moss = f"/staff/clients/{live.ids['Dee']}/plants/Moss-0123456789/waterings"
        assert (status("/staff/plants"), status(moss, "POST"), status(moss)) == (200, 404, 405)


def test_what_it_keeps_of_a_client_can_be_exported_and_erased(live: Live) -> None:
    script = f"""
from portal import create_app
from portal.contract import tasks
from portal.database import writing
from portal.models import Client
with create_app().app_context():
    client, part = Client.by_public_id({live.ids["Ada"]!r}), tasks.parts()["plants"]
    print(part.export(client))
    with writing():
        part.erase(client)
    print(part.export(client))
"""
    run = subprocess.run(
        [sys.executable, "-c", script], env=live.server.environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines() == ["""{'plants.json': b'["Cactus"]'}""", "{'plants.json': b'[]'}"]
