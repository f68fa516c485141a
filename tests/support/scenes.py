"""What may happen to a client on each page: the scenes of the tour through them."""

from datetime import timedelta

import time_machine

from portal.credentials import invitations, portal_access
from portal.credentials.invitations import withdraw_invitation
from portal.database import writing
from portal.extensions import db
from portal.models import Link, Practice
from tests.conftest import START
from tests.support import cast, factories
from tests.support.choices import choose
from tests.support.links import account_form, confirm, create_account
from tests.support.tour import Guest, Scene, Tour, client, joining, newest_link

SCENES: list[Scene] = []
scene = joining(SCENES)
LONG, HOUR = "w" * 300, timedelta(hours=1)
PASSWORDS = ("", "short", LONG, "client portal", "aaaaaaaaaaaaaaaa", "password1234", cast.PRACTICE, "a good one \x07")


@scene
def signing_in(tour: Tour) -> None:
    guest = tour.visitor()
    for query in ("", "?saved=1", "?everywhere=1", "?lost=1"):
        guest.get(f"/sign-in{query}")
    for username, password in (("", ""), ("nobody", "wrong"), (LONG, LONG * 20), ("wanda.z", "wrong"), ("a\x07b", "x")):
        guest.post("/sign-in", {"username": username, "password": password})
    right = {"username": "rosie.d", "password": cast.PASSWORD}
    portal_access.set_access(client("Rosa"), False, factories.dana())
    guest.post("/sign-in", right)
    portal_access.set_access(client("Rosa"), True, factories.dana())
    assert guest.post("/sign-in", right).status_code == 303
    assert guest.post("/sign-out").status_code == 303
    guest.post("/language", {"language": "fr"})


@scene
def forgetting(tour: Tour) -> None:
    guest = tour.visitor()
    guest.get("/forgot-password")
    for username, email in (("", ""), ("rosie.d", "rosa@"), (LONG, LONG), ("rosie.d", cast.ROSA.email)):
        guest.post("/forgot-password", {"username": username, "email": email})


def answer_wrongly(guest: Guest, address: str, link: Link) -> None:
    """Never right, and not often enough to lock it."""
    guest.get(address)
    for month, day, year in (
        ("", "", ""),
        ("13", "40", "1995"),
        ("1", "1", "1850"),
        (LONG, "1", "1"),
        ("1", "1", "70"),
    ):
        guest.post(address, {"link": link.selector, "month": month, "day": day, "year": year})
    guest.post(address, {"link": "another"})


def choose_badly(guest: Guest, address: str, link: Link, born: str) -> None:
    fields = {"link": link.selector, "username": "nora77"}
    for password in (*PASSWORDS, born):
        guest.post(address, fields | {"password": password, "confirm": password})
    guest.post(address, fields | {"password": "short", "confirm": "other"})


@scene
def registering(tour: Tour) -> None:
    choose(step_details="optional")
    link = factories.invite(client("Nora"))
    guest = tour.holder(link)
    guest.get("/register")
    answer_wrongly(guest, "/register/birth-date", link)
    guest.post("/register/birth-date", {"link": link.selector, "month": "2", "day": "29", "year": "2000"})
    guest.get("/register")
    choose_badly(guest, "/register", link, "02292000" * 2)
    for username in ("", "no spaces please", LONG, *["rosie.d"] * 11):
        guest.post("/register", account_form(link, username))
    guest.post("/register", account_form(link, "nora77") | {"link": "another"})
    tour.visitor().get("/register")
    other = tour.signed_in("Rosa")
    other.get(f"/register/{factories.text_of(link)}")
    other.get("/register")


@scene
def entering_a_code(tour: Tour) -> None:
    guest = tour.visitor(ip="192.0.2.8")
    guest.get("/go")
    for code in ("", LONG, *["AAAA AAAA"] * 6):
        guest.post("/go", {"code": code})
    shown = invitations.show(client("Theo"), factories.dana())
    assert tour.visitor().post("/go", {"code": shown.code}).status_code == 303


@scene
def dead_links(tour: Tour) -> None:
    """Each kind; the last browser is one that tries out many."""
    tour.visitor().get("/register/AAAA.AAAA")
    for link in db.session.query(Link).filter(Link.client_id.is_not(None)).all():
        tour.holder(link)
    first = newest_link("Theo")
    with time_machine.travel(START + HOUR, tick=False):
        factories.invite(client("Theo"))
        tour.holder(first)
        withdraw_invitation(client("Theo"), factories.dana())
        tour.holder(newest_link("Theo"))
        link, guest = factories.invite(factories.make_client(cast.THEO)), tour.visitor()
        confirm(guest.browser, link)
        assert create_account(guest.browser, link, "theo.n").status_code == 303
        tour.holder(link)
        guest.get(f"/register/{factories.text_of(link)}")
    stranger = tour.visitor(ip="192.0.2.9")
    for _ in range(32):
        stranger.get("/register/AAAA.AAAA")


@scene
def asking_for_a_new_link(tour: Tour) -> None:
    with time_machine.travel(START + 50 * HOUR, tick=False):
        link = newest_link("Milo")
        right = {"link": link.selector}
        choose(lets_clients_renew=False)
        tour.holder(link)
        choose(lets_clients_renew=True)
        ezra = newest_link("Ezra")
        answer_wrongly(tour.holder(ezra), "/register/renewals", ezra)
        guest = tour.holder(link)
        assert guest.post("/register/renewals", right).status_code == 200
        with writing():
            Practice.one().mail_held_at = START
        assert guest.post("/register/renewals", right).status_code == 200


@scene
def resetting(tour: Tour) -> None:
    with time_machine.travel(START + 2 * HOUR, tick=False):
        link = factories.send_reset(client("Rosa"))
        guest = tour.holder(link)
        guest.get("/reset-password")
        answer_wrongly(guest, "/reset-password/birth-date", link)
        right = {"link": link.selector, "month": "marzo", "day": "14", "year": "1988"}
        assert guest.post("/reset-password/birth-date", right).status_code == 303
        guest.get("/reset-password")
        for born in ("0314198803141988", cast.PASSWORD):
            choose_badly(guest, "/reset-password", link, born)
        guest.post("/reset-password", {"link": "another"})
    tour.visitor().get("/reset-password")
