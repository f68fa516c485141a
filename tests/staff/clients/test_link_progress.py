"""While a link is shown: what the page ticks off, what it says, and when it stops asking."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.clients import email_addresses
from portal.credentials.invitations import send_invitation, withdraw_invitation
from portal.extensions import db
from portal.models import Client, Link
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.counting import statements
from tests.support.links import answer, confirm, create_account, open_link
from tests.support.page import by_id, words
from tests.support.showing import asks_again, base, lines, link_of, progress, show, told
from tests.support.visitor import FRAGMENT, Visitor

WRONG = cast.ROSA.birth_date
assert WRONG is not None


def test_each_step_of_the_client_is_ticked_off_with_its_time(
    staff_browser: Visitor, visitor: Visitor, clock: Clock
) -> None:
    theo = factories.theo()
    html, link = show(staff_browser, theo), link_of(theo)
    assert told(html) == "Waiting for the client to open the link."
    assert lines(html) == [
        (False, "Link opened not yet"), (False, "Date of birth confirmed not yet"), (False, "Account created not yet"),
    ]  # fmt: skip

    clock.move(minutes=1)
    open_link(visitor, link)
    html = progress(staff_browser, theo, link)
    assert told(html) == "The link is open. Next: the date of birth."
    assert lines(html)[0] == (True, "Link opened today, 9:43 AM")

    answer(visitor, link, WRONG)
    html = progress(staff_browser, theo, link)
    assert told(html) == "Wrong date of birth, 1 of 5 tries."
    assert lines(html)[1] == (False, "Date of birth confirmed not yet")

    clock.move(minutes=1)
    confirm(visitor, link)
    html = progress(staff_browser, theo, link)
    assert told(html) == "Date of birth confirmed. Next: username and password."
    assert lines(html)[1] == (True, "Date of birth confirmed today, 9:44 AM")
    assert asks_again(html)

    clock.move(minutes=1)
    create_account(visitor, link, "theo.n")
    html = progress(staff_browser, theo, link)
    assert told(html) == "Account created. The username is theo.n."
    assert lines(html) == [
        (True, "Link opened today, 9:43 AM"), (True, "Date of birth confirmed today, 9:44 AM"),
        (True, "Account created today, 9:45 AM"),
    ]  # fmt: skip
    assert_over(html, theo)


def assert_over(html: str, client: Client) -> None:
    assert not asks_again(html) and "hx-get" not in html
    (back,) = list(by_id(html, "link-progress").iter("a"))
    assert (words(back), back.get("href")) == ("Back to the profile", f"/staff/clients/{client.public_id}")


def test_a_fetch_from_before_it_was_shown_is_told_and_not_ticked_off(
    staff_browser: Visitor, visitor: Visitor, clock: Clock
) -> None:
    theo = factories.theo()
    open_link(visitor, link_of(theo))
    clock.move(minutes=8)
    html = show(staff_browser, theo)
    assert lines(html)[0] == (False, "Link opened fetched today, 9:42 AM, perhaps by a mail filter")
    assert told(html) == "Waiting for the client to open the link."


def test_where_no_birth_date_is_on_file_none_is_asked_for(staff_browser: Visitor, visitor: Visitor) -> None:
    milo = factories.milo_with_email()
    factories.invite(milo)
    html = show(staff_browser, milo)
    assert [text for _, text in lines(html)] == ["Link opened not yet", "Account created not yet"]
    assert "Confirm your date of birth" not in html
    open_link(visitor, link_of(milo))
    assert told(progress(staff_browser, milo, link_of(milo))) == "The link is open. Next: username and password."


def _withdraw(client: Client, _: Clock) -> None:
    withdraw_invitation(client, factories.dana())


def _change_the_address(client: Client, _: Clock) -> None:
    email_addresses.change(client.emails[0], "other@example.com", factories.dana())


def _send_again(client: Client, clock: Clock) -> None:
    clock.move(seconds=61)
    send_invitation(client, factories.dana())


def _lock(client: Client, _: Clock) -> None:
    link_of(client).wrong_birth_dates = 5
    db.session.commit()


def _run_out(client: Client, clock: Clock) -> None:
    link_of(client).expires_at = clock.now
    db.session.commit()


ENDS = [
    (_withdraw, "The invite was withdrawn. Its link no longer works."),
    (_change_the_address, "The default email changed, so this link no longer works."),
    (_send_again, "A newer link was sent, so this one no longer works."),
    (_lock, "The link is locked after 5 wrong dates of birth. Correct the date of birth on the profile, then show the "
            "link again."),
    (_run_out, "The invite has expired. Send it again from the profile."),
]  # fmt: skip


@pytest.mark.parametrize(("end", "sentence"), ENDS)
def test_a_link_that_ended_meanwhile_is_told_with_the_way_back_and_nothing_is_asked_any_more(
    staff_browser: Visitor, clock: Clock, end: Callable[[Client, Clock], None], sentence: str
) -> None:
    theo = factories.theo()
    show(staff_browser, theo)
    link = link_of(theo)
    selector = link.selector
    end(theo, clock)
    html = progress(staff_browser, theo, Link(selector=selector))
    assert told(html) == sentence
    assert_over(html, theo)


# case 3
def test_an_unattended_screen_does_not_keep_the_link_for_ever(staff_browser: Visitor, clock: Clock) -> None:
    theo = factories.theo()
    show(staff_browser, theo)
    link = link_of(theo)
    for _ in range(2):
        clock.move(minutes=14)
        assert asks_again(progress(staff_browser, theo, link))
    clock.move(minutes=2)
    response = staff_browser.get(f"{base(theo)}/progress?link={link.selector}", headers=FRAGMENT)
    assert (response.status_code, response.data) == (401, b"")
    assert response.headers["HX-Redirect"].startswith("/staff/sign-in")


def test_asking_takes_three_statements_beside_the_sign_in(app: Flask, staff_browser: Visitor, visitor: Visitor) -> None:
    theo = factories.theo()
    show(staff_browser, theo)
    link = link_of(theo)
    confirm(visitor, link)
    selector = link.selector
    for is_registered in (False, True):
        if is_registered:
            create_account(visitor, link_of(theo))
        with statements(db.engine) as seen:
            progress(staff_browser, theo, Link(selector=selector))
        about_the_sign_in = [statement for statement in seen if "FROM sign_in" in statement]
        assert (len(about_the_sign_in), len(seen)) == (1, 4), "\n\n".join(seen)


def test_without_a_link_that_is_this_clients_there_is_no_progress(staff_browser: Visitor) -> None:
    theo, nora = factories.theo(), factories.nora()
    assert staff_browser.get(f"{base(theo)}/progress").status_code == 200
    assert staff_browser.get(f"{base(nora)}/progress").status_code == 404
    assert staff_browser.get(f"{base(nora)}/progress?link={link_of(theo).selector}").status_code == 404
