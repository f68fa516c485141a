"""The list of clients: the fate of a mail as a mark beside the status."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal import clock as the_clock
from portal.credentials import portal_access
from portal.credentials.invitations import withdraw_invitation
from portal.database import writing
from portal.extensions import db
from portal.models import Client, Practice
from portal.models.outgoing_mail import MailState
from tests.conftest import Clock
from tests.support import cast, crowd, factories, staff_room
from tests.support.counting import statements
from tests.support.page import by_id, words
from tests.support.post import newest, rows
from tests.support.providers import give, make_provider
from tests.support.visitor import Visitor


def marks(browser: Visitor) -> dict[str, tuple[str, str | None]]:
    """By name: the status, which is alone in its element, and the mark."""
    found = {}
    for row in by_id(browser.get("/staff/clients").text, "client-list").iter("a"):
        parts = {part.get("class", "").partition(" ")[0]: part for part in row.iter("span")}
        if "name" in parts:
            assert len(list(parts["status"])) == 0
            found[words(parts["name"])] = (words(parts["status"]), words(parts["mark"]) if "mark" in parts else None)
    return found


def _set(state: MailState, attempts: int = 0) -> None:
    with writing():
        mail = newest()
        mail.state, mail.attempts = state, attempts


FATES = [
    (MailState.KEPT, 0, None), (MailState.SENT, 0, None), (MailState.WAITING, 0, "Waiting to send"),
    (MailState.SENDING, 0, "Waiting to send"), (MailState.WAITING, 1, "Delayed"), (MailState.SENDING, 2, "Delayed"),
    (MailState.FAILED, 0, "Not delivered"),
]  # fmt: skip


def test_the_mail_of_a_live_link_has_its_mark(staff_browser: Visitor) -> None:
    factories.theo()
    factories.send_reset(factories.rosa())
    invite, reset = rows()
    for state, attempts, mark in FATES:
        with writing():
            for mail in (invite, reset):
                mail.state, mail.attempts = state, attempts
        assert marks(staff_browser) == {cast.THEO.name: ("Invited", mark), cast.ROSA.name: ("Active", mark)}, state


def test_what_waits_while_all_mail_is_held_is_marked_held(staff_browser: Visitor, clock: Clock) -> None:
    factories.theo()
    _set(MailState.WAITING)
    with writing():
        Practice.one().mail_held_at = clock.now
    assert marks(staff_browser) == {cast.THEO.name: ("Invited", "Held")}


def _withdrawn(client: Client, clock: Clock) -> None:
    withdraw_invitation(client, factories.dana())


def _run_out(client: Client, clock: Clock) -> None:
    clock.move(minutes=1)
    with writing():
        link = newest().link
        assert link is not None
        link.expires_at = clock.now


@pytest.mark.parametrize(("ended", "state", "mark"), [
    (_withdrawn, MailState.FAILED, None), (_run_out, MailState.WAITING, None),
    (_run_out, MailState.FAILED, "Not delivered"),
])  # fmt: skip
def test_the_mail_of_a_link_that_is_over_has_no_mark_but_a_refusal_stays_told(
    staff_browser: Visitor, clock: Clock, ended: Callable[[Client, Clock], None], state: MailState, mark: str | None
) -> None:
    theo = factories.theo()
    _set(state)
    ended(theo, clock)
    assert marks(staff_browser)[cast.THEO.name][1] == mark


def test_a_reset_that_ended_with_the_access_has_no_mark(staff_browser: Visitor) -> None:
    rosa = factories.rosa()
    factories.send_reset(rosa)
    _set(MailState.FAILED)
    portal_access.set_access(rosa, False, factories.dana())
    assert marks(staff_browser) == {cast.ROSA.name: ("Disabled", None)}


def test_a_newer_mail_takes_the_mark_of_the_older(staff_browser: Visitor, clock: Clock) -> None:
    theo = factories.theo()
    _set(MailState.FAILED)
    clock.move(minutes=1)
    factories.invite(theo)
    assert marks(staff_browser)[cast.THEO.name][1] is None  # kept: no mail server is set here


def test_a_row_names_the_provider_and_what_the_client_goes_by(staff_browser: Visitor) -> None:
    give(factories.rosa(), staff_room.dana())
    (row,) = [one for one in by_id(staff_browser.get("/staff/clients").text, "client-list").iter("a")
              if one.get("class") == "tap-row"]  # fmt: skip
    assert words(row).startswith("Rosa Delgado Goes by Rosie Active Dana Whitfield")


def test_a_page_of_fifty_takes_as_many_statements_as_a_page_of_five(app: Flask, staff_browser: Visitor) -> None:
    def cost() -> int:
        staff_browser.get("/staff/clients")  # what is done once a minute is done
        with statements(db.engine) as seen:
            staff_browser.get("/staff/clients")
        return len(seen)

    crowd.fill(5)
    few, providers = cost(), [make_provider(name) for name in ("Kwame Mensah", "Ada Berg", "Leo Sand")]
    with writing():
        for number in range(60):
            db.session.add(Client(first_name="More", last_name=f"{number:02}", sort_name=f"{number:02}", search="",
                                  created_at=the_clock.now(), provider=providers[number % 3]))  # fmt: skip
    assert 1 < cost() == few <= 7
