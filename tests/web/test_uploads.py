"""How much of a body is kept before anybody looks at it, and how many bodies of one person at once."""

from collections.abc import Callable
from contextvars import Context

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder

from portal.extensions import db
from portal.images import remaking
from portal.models import Staff
from portal.staff.practice.particulars import LARGEST_BODY
from portal.tasks.insurance import client_pages as insurance
from portal.web import uploads
from tests.support import factories, photos
from tests.support.cast import Person
from tests.support.choices import choose
from tests.support.insurance import LEAST, upload
from tests.support.visitor import Visitor

MB = 1024 * 1024
LOGO, PHOTOS = LARGEST_BODY, insurance.LARGEST_BODY
Room = Callable[..., int]


@pytest.fixture
def room(app: Flask) -> Room:
    """Bytes that are kept of a POST of 16 MB to this address with these cookies, unless told otherwise."""
    account = factories.rosa().account
    assert account is not None
    dana = Staff.by_sign_in_name("dana.w")
    assert dana is not None
    cookies = {"rosa": f"client={factories.sign_in(account)}", "dana": f"staff={factories.sign_in(dana)}", "": "",
               "a stranger": "client=" + "A" * 43}  # fmt: skip
    db.session.rollback()

    def ask(path: str, who: str, method: str = "POST", length: int = 16 * MB) -> int:
        environ = EnvironBuilder(path, method=method, headers={"Cookie": cookies[who]}).get_environ()
        environ["CONTENT_LENGTH"] = str(length)
        return Context().run(uploads.room, app, environ)[0]  # as in the loop, which has none

    return ask


ROOMS = [
    ("/steps/insurance", "rosa", PHOTOS), ("/insurance", "rosa", PHOTOS), ("/insurance", "", MB),
    ("/insurance", "a stranger", MB), ("/insurance", "dana", MB), ("/steps/nowhere", "rosa", 0),
    ("/details", "rosa", MB),
    ("/staff/practice", "dana", LOGO), ("/staff/practice", "", MB), ("/staff/practice", "rosa", MB),
    ("/sign-in", "", MB), ("/sign-in", "rosa", MB), ("/staff/clients/new", "dana", MB),
    ("/nowhere", "", 0), ("/nowhere", "rosa", 0), ("/staff/nowhere", "dana", 0), ("/health", "", 0),
    ("/static/x", "", 0),
]  # fmt: skip


def test_only_of_whoever_may_send_much_is_much_kept(room: Room) -> None:
    for path, who, expected in ROOMS:
        assert room(path, who) == expected


def test_nothing_is_kept_of_a_body_that_no_view_reads_and_no_address_stops_the_look_at_it(room: Room) -> None:
    for method in ("GET", "PUT", "QUERY"):
        assert room("/insurance", "rosa", method) == 0
    for path in ("/%ff", "//", "/a%00b", "/steps/", "/staff//practice", "/insurance/"):
        assert room(path, "rosa") in (0, MB, PHOTOS)


def test_one_person_has_at_most_two_uploads_at_once_and_others_none_less(app: Flask) -> None:
    choose(task_insurance=True)
    rosa, una = (factories.make_client(Person("Una", f"Park {n}", None, f"una.{n}"), registered=True) for n in "ab")
    browsers = []
    for client in (rosa, una):
        assert client.account is not None
        browsers.append(Visitor(app))
        browsers[-1].set_cookie("client", factories.sign_in(client.account))
        browsers[-1].csrf_token()
    who = ("client", rosa.id)
    with remaking.EACH.place(who), remaking.EACH.place(who):
        refused = browsers[0].post("/insurance", LEAST | {"front": upload(photos.file())})
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
        assert browsers[1].post("/insurance", LEAST | {"front": upload(photos.file())}).status_code == 303
    assert browsers[0].post("/insurance", LEAST | {"front": upload(photos.file())}).status_code == 303


def test_places_are_given_up_and_whoever_has_none_is_forgotten() -> None:
    each = remaking.EACH
    with each.place("a"), each.place("a"), each.place("b"), pytest.raises(remaking.PicturesBusy), each.place("a"):
        pass
    assert not remaking.EACH._held
