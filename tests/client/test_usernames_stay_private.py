"""A username is never shown or mailed to anybody who is not signed in: every page and mail, looked through."""

from contextlib import suppress

from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from portal.authentication.audiences import CLIENT
from portal.credentials import forgotten_passwords, portal_access
from portal.credentials.invitations import withdraw_invitation
from portal.extensions import db
from portal.mail import envelope, texts
from portal.models import Client, Link, OutgoingMail
from tests.conftest import Clock
from tests.support import cast, factories, routes
from tests.support import links as mailed
from tests.support.sessions import credential, with_cookie
from tests.support.visitor import Visitor

USERNAME = "quillfeather.77"
WRONG = "a wrong guess of many words"
NORA_EMAIL = cast.NORA.email or ""


class Onlooker(Visitor):
    """Keeps all that it was ever answered, headers and cookies included, and by which routes."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.app, self.seen, self.endpoints = app, [], set()

    seen: list[tuple[str, str]]
    endpoints: set[str]

    def _look(self, response: TestResponse) -> TestResponse:
        request = response.request
        self.seen.append(
            (f"{request.method} {request.path}", f"{response.headers}\n{response.data.decode(errors='replace')}")
        )
        with suppress(HTTPException):  # a page that does not exist
            self.endpoints.add(self.app.url_map.bind("").match(request.path, method=request.method)[0])
        return super()._look(response)


def look_everywhere(app: Flask, clock: Clock) -> tuple[Onlooker, Client]:
    """The life of Nora's account, with somebody signed out who tries every page at every moment of it."""
    nora, onlooker = factories.nora(), Onlooker(app)
    withdrawn = factories.invite(nora)
    withdraw_invitation(nora, factories.dana())
    onlooker.get(mailed.address_of(withdrawn))
    used = factories.invite(nora)
    onlooker.get(mailed.address_of(used))
    onlooker.get("/register")  # the question
    own = Visitor(app)  # Nora's browser: it may know her username
    mailed.confirm(own, used)
    assert mailed.create_account(own, used, USERNAME).status_code == 303
    own.post("/sign-out")
    onlooker.get("/register")  # the form that was open when the link was used

    forgotten_passwords.ask(CLIENT, USERNAME, NORA_EMAIL, "10.0.0.1")
    forgotten_passwords.answer_all()
    replaced = newest()
    resets = [replaced, factories.send_reset(nora)]
    use(onlooker, resets[1])
    clock.move(minutes=2)
    resets += [factories.send_reset(nora)]
    clock.move(hours=49)
    onlooker.get(mailed.address_of(resets[-1]))  # it has run out
    resets += [factories.send_reset(nora)]
    lock(onlooker, resets[3])
    for link in [withdrawn, used, *resets]:
        onlooker.get(mailed.address_of(link))
    try_the_forms(onlooker)
    portal_access.set_access(nora, False, factories.dana())
    try_the_forms(onlooker)
    return onlooker, nora


def newest() -> Link:
    db.session.rollback()
    return db.session.scalars(select(Link).order_by(Link.id.desc())).first()  # type: ignore[return-value]


def use(onlooker: Onlooker, link: Link) -> None:
    onlooker.get(mailed.address_of(link))
    onlooker.get("/reset-password")  # the question
    mailed.confirm(onlooker, link)
    onlooker.get("/reset-password")  # the form
    mailed.save_password(onlooker, link, "Password1234")  # refused
    saved = mailed.save_password(onlooker, link)
    onlooker.get(saved.location)
    mailed.save_password(onlooker, link)  # a second time


def lock(onlooker: Onlooker, link: Link) -> None:
    onlooker.get(mailed.address_of(link))
    for _ in range(5):
        mailed.answer(onlooker, link, cast.ROSA.birth_date)  # type: ignore[arg-type]


def try_the_forms(onlooker: Onlooker) -> None:
    for rule in (rule for rule in routes.rules(onlooker.app) if routes.realm(rule) != "staff" and not rule.arguments):
        ask = onlooker.get if "GET" in (rule.methods or ()) else onlooker.post
        ask(rule.rule)
    onlooker.post("/forgot-password", {"username": USERNAME, "email": NORA_EMAIL})
    onlooker.post("/forgot-password", {"username": "somebody", "email": NORA_EMAIL})
    onlooker.post("/sign-in", {"username": NORA_EMAIL, "password": WRONG})
    onlooker.post("/sign-in", {"username": "", "password": mailed.NEW_PASSWORD})
    onlooker.post("/register", {"username": "somebody", "password": WRONG, "confirm": WRONG})
    onlooker.get(f"/nowhere/{NORA_EMAIL}")
    onlooker.get("/register/unknown.link")
    onlooker.get("/reset-password/unknown.link")


def test_no_page_of_somebody_signed_out_and_no_mail_holds_the_username(app: Flask, clock: Clock) -> None:
    onlooker, nora = look_everywhere(app, clock)
    assert [where for where, answer in onlooker.seen if USERNAME in answer.casefold()] == []
    for mail in db.session.scalars(select(OutgoingMail)):
        written = texts.write(mail)
        everything = f"{written.subject}{written.text}{written.html}{envelope.compose(mail)}"
        assert USERNAME not in everything.casefold(), mail.kind
    _all_was_looked_at(onlooker)
    staff_browser = with_cookie(app, "staff", factories.sign_in(credential("staff")))
    assert USERNAME in staff_browser.get(f"/staff/clients/{nora.public_id}").text


def _all_was_looked_at(onlooker: Onlooker) -> None:
    """Every page that needs no sign-in, every fate of a link, every mail about an account."""
    assert {endpoint for endpoint in routes.PUBLIC if endpoint.startswith("client")} <= onlooker.endpoints
    everything = "".join(answer for _, answer in onlooker.seen)
    for sentence in ("already used", "A newer link was sent", "was withdrawn", "was locked", "has expired",
                     "Password saved", "Confirm it", "Choose a new password", "a link is on its way"):  # fmt: skip
        assert sentence in everything, sentence
    kinds = set(db.session.scalars(select(OutgoingMail.kind)))
    assert kinds == {"invitation", "password_reset", "password_changed"}
