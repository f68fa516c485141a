"""Two real servers on one data folder: what one of them counts or spends, the other knows."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from portal.config import Settings
from portal.extensions import db
from portal.models import Link, PortalAccount
from tests.support import cast, factories, quotas
from tests.support import links as mailed
from tests.support.server import Server
from tests.support.visitor import Visitor
from tests.support.wire import Answer, Wire

pytestmark = pytest.mark.slow
ROUNDS = 10
WRONG = "a wrong guess of many words"

Start = Callable[[], tuple[Server, Server]]


@pytest.fixture
def two_servers(app: Flask, settings: Settings) -> Iterator[Start]:
    """Starts two servers on the folder of the app under test, once its rows are made."""
    servers: list[Server] = []

    def start() -> tuple[Server, Server]:
        db.session.rollback()
        for _ in range(2):
            servers.append(Server(settings.data_dir))
            servers[-1].start()
        return servers[0], servers[1]

    yield start
    for server in servers:
        server.stop()


def invited_clients() -> list[Link]:
    """Without a birth date, so that the form is the next page."""
    people = [cast.Person("Robin", f"Number{n}", f"robin{n}@example.com") for n in range(ROUNDS)]
    return factories.invite_many([factories.make_client(person) for person in people])


def at_the_form(server: Server, address: str) -> Wire:
    browser = Wire(server.port)
    assert browser.get(address).status == 303
    assert browser.get("/register").status == 200
    return browser


def race(servers: tuple[Server, Server], address: str, usernames: tuple[str, str]) -> list[Answer]:
    """Two browsers post the form of one link at the same moment; the better answer first."""
    browsers = [at_the_form(server, address) for server in servers]
    together, selector = Barrier(2), address.rpartition("/")[2].partition(".")[0]

    def register(browser: Wire, username: str) -> Answer:
        together.wait(10)
        fields = {"username": username, "password": cast.PASSWORD, "confirm": cast.PASSWORD, "link": selector}
        return browser.post("/register", fields)

    with ThreadPoolExecutor(2) as threads:
        return sorted(threads.map(register, browsers, usernames), key=lambda answer: answer.status)


def test_two_browsers_with_one_link_at_the_same_moment_make_exactly_one_account(two_servers: Start) -> None:
    addresses = [(link.id, mailed.address_of(link)) for link in invited_clients()]
    servers = two_servers()
    for number, (link_id, address) in enumerate(addresses):
        # each a name of their own, or both the same
        usernames = (f"robin.{number}", f"robin.{number}.b" if number % 2 else f"robin.{number}")
        winner, loser = race(servers, address, usernames)
        assert (winner.status, winner.location) == (303, "/home")
        assert loser.status == 410 and "This link was already used." in loser.text
        assert accounts_of(link_id) == 1


def accounts_of(link_id: int) -> int:
    db.session.rollback()
    owner = select(Link.client_id).where(Link.id == link_id).scalar_subquery()
    return db.session.scalar(select(func.count(PortalAccount.id)).where(PortalAccount.client_id == owner)) or 0


def told(answer: Answer, name: str) -> tuple[int, str]:
    """The answer, but for the typed name, the form secret and the minute."""
    text = re.sub(r'(csrf_token" value=")[^"]+', r"\1", answer.text.replace(name, "NAME"))
    return answer.status, re.sub(r"wait until \d+:\d\d", "wait until TIME", text)


def six_tries(servers: tuple[Server, Server], name: str) -> list[tuple[int, str]]:
    """Five wrong passwords in turn at the one and at the other server, then the right one."""
    answers = []
    browsers = [Wire(server.port) for server in servers]
    for number in range(6):
        browser = browsers[number % 2]
        browser.get("/sign-in")
        password = WRONG if number < 5 else cast.PASSWORD
        answers.append(told(browser.post("/sign-in", {"username": name, "password": password}), name))
    return answers


def test_five_wrong_passwords_over_two_servers_make_even_the_right_one_wait(app: Flask, two_servers: Start) -> None:
    factories.rosa()
    servers = two_servers()
    known, unknown = six_tries(servers, "rosie.d"), six_tries(servers, "nobody1")
    assert [status for status, _ in known] == [422] * 5 + [429]
    assert known == unknown
    for server in servers:
        server.stop()
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=61), tick=False):  # a third process, a minute later
        fields = {"username": "rosie.d", "password": cast.PASSWORD}
        assert Visitor(app).post("/sign-in", fields).status_code == 303
        fields = {"username": "nobody1", "password": cast.PASSWORD}
        assert Visitor(app).post("/sign-in", fields).status_code == 422


def test_two_servers_at_once_do_not_send_more_than_a_limit_allows(two_servers: Start) -> None:
    people = [factories.nora(), factories.rosa_to_be()]
    addresses = [f"/staff/clients/{client.public_id}" for client in people]
    quotas.spend_of_staff(29)
    cookie = factories.sign_in(quotas.dana())
    assert press_together(two_servers(), cookie, addresses) == [303, 429]
    assert quotas.made() == 30


def press_together(servers: tuple[Server, Server], cookie: str, addresses: list[str]) -> list[int]:
    """Dana sends an invite at each server at the same moment: the answers, the better one first."""
    together = Barrier(2)

    def send(server: Server, address: str) -> int:
        browser = Wire(server.port)
        browser.cookies["staff"] = cookie
        assert browser.get(address).status == 200
        together.wait(10)
        return browser.post(f"{address}/invitations", {}).status

    with ThreadPoolExecutor(2) as threads:
        return sorted(threads.map(send, servers, addresses))
