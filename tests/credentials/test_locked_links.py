"""Wrong dates of birth: counted before they are compared, five lock the link, a correction opens it again."""

from datetime import date

from flask import Flask

from portal.clients import records
from portal.clients.portal_status import Status, status_of
from portal.diagnosis import needs_attention
from portal.models import Client, Link
from tests.support import cast, factories
from tests.support.links import answer, client_of, confirm, fresh, kinds_since, open_link, press_together, spend
from tests.support.visitor import Visitor

WRONG = date(1990, 1, 1)


def invitation() -> Link:
    return factories.invite(factories.nora())


def test_the_fifth_wrong_birth_date_locks_the_link_for_right_ones_too(visitor: Visitor) -> None:
    # case 24
    link = invitation()
    open_link(visitor, link)
    assert [answer(visitor, link, WRONG).status_code for _ in range(5)] == [422, 422, 422, 422, 410]
    assert cast.NORA.birth_date is not None
    again = Visitor(visitor.http.application)
    refused = open_link(again, link)
    assert refused.status_code == 410 and "This link was locked after too many wrong answers." in refused.text
    again.set_cookie("link", f"{factories.text_of(link)}.nonce")
    assert answer(again, link, cast.NORA.birth_date).status_code == 410
    assert fresh(link).wrong_birth_dates == 5


def test_a_locked_link_is_told_to_staff(visitor: Visitor) -> None:
    # case 24
    link = _locked(visitor)
    assert kinds_since().count("link_locked") == 1
    assert [(line.cause, line.client) for line in needs_attention.lines()] == [("locked", client_of(link))]
    assert status_of(client_of(link)).status is Status.INVITED


def test_a_corrected_birth_date_opens_the_same_link_again(visitor: Visitor) -> None:
    # case 24
    link = _locked(visitor)
    records.change(client_of(link), _details(client_of(link), WRONG), factories.dana())
    confirm(visitor, fresh(link))
    assert spend(visitor, link).status_code == 303


def test_of_ten_wrong_answers_at_once_five_are_compared(app: Flask) -> None:
    # case 24
    link = invitation()
    people = [Visitor(app, ip=f"192.0.2.{number}") for number in range(10)]
    for person in people:
        open_link(person, link)
        person.csrf_token()
    fields = {"month": "1", "day": "1", "year": "1990", "link": link.selector}
    statuses = [answer.status_code for answer in press_together(people, "/register/birth-date", fields)]
    assert sorted(statuses) == [410] * 6 + [422] * 4
    assert (fresh(link).wrong_birth_dates, kinds_since().count("birth_date_wrong")) == (5, 5)


def _locked(visitor: Visitor) -> Link:
    link = invitation()
    open_link(visitor, link)
    for _ in range(5):
        answer(visitor, link, WRONG)
    return link


def _details(client: Client, born: date) -> records.Details:
    return records.Details(client.first_name, client.last_name, None, born, None, None)
