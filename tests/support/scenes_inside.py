"""The scenes of the tour for those who are signed in."""

from unittest.mock import patch

from sqlalchemy.exc import OperationalError

from portal.contract import tasks
from portal.errors import HashingBusy
from portal.images.remaking import MB
from portal.intake import pending_changes
from portal.models import Practice
from tests.support import cast, details, factories, insurance, page, photos
from tests.support.choices import choose
from tests.support.scenes import LONG, PASSWORDS
from tests.support.tour import Scene, Tour, client, joining
from tests.support.visitor import FRAGMENT

SCENES: list[Scene] = []
scene = joining(SCENES)


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
