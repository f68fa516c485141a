"""What may happen to a client on each page: the scenes of the tour through them."""

from datetime import timedelta
from unittest.mock import patch

import time_machine
from sqlalchemy.exc import OperationalError

from portal.contract import tasks
from portal.credentials import invitations, portal_access
from portal.credentials.invitations import withdraw_invitation
from portal.database import writing
from portal.errors import HashingBusy
from portal.extensions import db
from portal.images.remaking import MB
from portal.intake import pending_changes
from portal.models import Link, Practice
from tests.conftest import START
from tests.support import cast, details, factories, insurance, page, photos
from tests.support.choices import choose
from tests.support.links import account_form, confirm, create_account
from tests.support.tour import Guest, Scene, Tour, client, newest_link
from tests.support.visitor import FRAGMENT

SCENES: list[Scene] = []
LONG, HOUR = "w" * 300, timedelta(hours=1)
PASSWORDS = ("", "short", LONG, "client portal", "aaaaaaaaaaaaaaaa", "password1234", cast.PRACTICE, "a good one \x07")


def scene(function: Scene) -> Scene:
    SCENES.append(function)
    return function


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


@scene
def being_signed_in(tour: Tour) -> None:
    guest = tour.signed_in("Rosa")
    for address in ("/home", "/account", "/account?saved=1", "/guide", "/guide.pdf"):
        guest.get(address)
    for current, password in ((password, password) for password in (*PASSWORDS, cast.PASSWORD)):
        guest.post("/account", {"current": current, "password": password, "confirm": password + "x"})
    new = {"password": cast.PASSWORD, "confirm": cast.PASSWORD}
    guest.post("/account", {"current": cast.PASSWORD} | new)
    for _ in range(6):
        guest.post("/account", {"current": "wrong"} | new)
    assert guest.post("/account/sign-out-everywhere").status_code == 303
    guest.post("/account")


@scene
def being_signed_out_while_typing(tour: Tour) -> None:
    """The page asks how long there is; the form that came too late goes along through the sign-in page."""
    guest = tour.signed_in("Rosa")
    choose(client("Rosa"), task_details=True)
    for headers in ({}, FRAGMENT):
        guest.get("/session", headers=headers)
        guest.post("/session", headers=headers)
    token = guest.browser.csrf_token("client")
    guest.browser.set_cookie("client", "")
    refused = guest.post("/details", {"city": "3", "current": "4"}, token=token)
    fields = page.tree(refused.text).iter("input")
    carried = next(field.get("value", "") for field in fields if field.get("name") == "carried")
    right = {"username": "rosie.d", "password": cast.PASSWORD}
    assert guest.post("/sign-in", right | {"carried": carried}).status_code == 200


@scene
def steps_and_tasks(tour: Tour) -> None:
    guest = tour.signed_in("Rosa")
    names = list(tasks.tasks())
    for asking in ("required", "optional", "dont_ask"):
        choose(**{f"step_{name}": asking for name in names}, **{f"task_{name}": True for name in names})
        for name in names:
            for address in (f"/{name}", f"/steps/{name}?before={name}", f"/{name}?saved=1", "/home", "/guide"):
                guest.get(address)
            for address in (f"/steps/{name}", f"/{name}"):
                guest.post(address, {})
                guest.post(address, dict.fromkeys(details.FIELDS, LONG))
            guest.post(f"/steps/{name}/skips")
            guest.get("/home")


@scene
def what_waits(tour: Tour) -> None:
    """An address that waits, a question about it, and a second tab."""
    guest = tour.signed_in("Rosa")
    choose(client("Rosa"), task_details=True)
    given = details.LEAST | {"phone_message": "y", "city": "1", "contact_name": "2", "contact_phone": "212 555 0188"}
    guest.post("/details", given)
    fields = page.tree(guest.get("/details").text).iter("input")
    based_on = next(field.get("value", "") for field in fields if field.get("name") == "based_on")
    guest.post("/details", given | {"city": "3", "phone_message": "", "keeps_name_out": "y"})
    guest.post("/details", given | {"city": "4", "based_on": based_on})
    pending_changes.ask(client("Rosa"), "details.address", "", factories.dana())
    for address in ("/home", "/details?saved=1"):
        guest.get(address)


@scene
def photographing_a_card(tour: Tour) -> None:
    """Whatever can be wrong with it; then a photo that is kept, and another that waits."""
    guest = tour.signed_in("Rosa")
    choose(step_insurance="optional", task_insurance=True)
    filled = {"plan": "Rosie", "member_number": "nora77", "holder": "self"}
    another = filled | {"holder": "other", "holder_name": "Theo", "month": "3", "day": "14", "year": "1958"}
    bad = (b"no photo", photos.bomb(), photos.file()[:200], photos.file() + bytes(8 * MB), bytes(18 * MB))
    for wrong in ({"holder": "other"}, another | {"year": "1850"}, filled | {"front_kept": "A" * 22}):
        guest.post("/insurance", wrong)
    for data in bad:
        guest.post("/insurance", filled | {"front": insurance.upload(data)})
    assert guest.post("/steps/insurance", another | {"front": insurance.upload()}).status_code == 303
    assert guest.post("/insurance", filled | {"front": insurance.upload()}).status_code == 303
    guest.get("/insurance?saved=1")
    for photo in insurance.pictures_of(client("Rosa")):
        guest.get(f"/pictures/{photo}")
    assert guest.post("/insurance", {"no_insurance": "y", "holder": "self"}).status_code == 303
    guest.get("/insurance")


@scene
def errors(tour: Tour) -> None:
    guest = tour.signed_in("Rosa")
    for address in ("/nowhere", "/details/nowhere", "/sign-out", "/" + "x" * 9000):
        guest.get(address)
    guest.get("/home", headers={"X-Long": "x" * 20000})
    guest.get("/home", headers={"Host": "elsewhere.test"})
    guest.post("/account", {"current": "x" * 1100000})
    guest.post("/account", token=None)
    guest.post("/account", headers={"Origin": "https://evil.test"})
    guest.post("/account", {"current": ["one", "two"]})
    guest.post("/account", {"current": "\x07"}, headers=FRAGMENT)
    full, locked = (OperationalError("", {}, Exception(words)) for words in ("disk is full", "database is locked"))
    for error in (full, locked, HashingBusy(), RuntimeError("a bug")):
        with patch("portal.client.home.steps_of", side_effect=error):
            guest.get("/home")
    with patch.object(Practice, "get", side_effect=full):
        guest.get("/home")
    with patch("portal.web.entry.sign_in_page.sessions.sign_out", side_effect=full):
        guest.post("/sign-out")
