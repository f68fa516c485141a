"""Reading back: every row is on some page, once and in order, however many there are."""

import pytest
from flask import Flask

from portal.audit import history
from portal.audit.history import PAGE, Place
from portal.database import writing
from portal.extensions import db
from portal.models import Client, Event
from portal.models.event import SYSTEM, record
from tests.support import factories

COUNT = 2 * PAGE + 20


@pytest.fixture
def nora(app: Flask) -> Client:
    """With more events than two pages, somebody else's between them."""
    nora, milo = factories.nora(), factories.milo()
    with writing():
        for _ in range(COUNT):
            record("client_added", SYSTEM, client_id=nora.id)
            record("client_added", SYSTEM, client_id=milo.id)
    return nora


def test_next_leads_through_every_event_once_and_in_order(nora: Client) -> None:
    seen, place = [], Place()
    while True:
        page = history.events_of(nora, place)
        seen.append([event.id for event in page.rows])
        if page.older is None:
            break
        place = Place(below=page.older)
    assert [len(numbers) for numbers in seen] == [50, 50, 20]
    wanted = [number for (number,) in db.session.query(Event.id).filter_by(client_id=nora.id).order_by(Event.id.desc())]
    assert [number for numbers in seen for number in numbers] == wanted


def test_previous_leads_back_the_same_way(nora: Client) -> None:
    first = history.events_of(nora)
    second = history.events_of(nora, Place(below=first.older))
    third = history.events_of(nora, Place(below=second.older))
    back = history.events_of(nora, Place(above=third.newer))
    assert (third.older, [e.id for e in back.rows]) == (None, [e.id for e in second.rows])
    again = history.events_of(nora, Place(above=back.newer))
    assert ([e.id for e in again.rows], again.newer) == ([e.id for e in first.rows], None)
    assert (first.newer, again.older) == (None, first.older)


def test_a_short_list_has_neither_and_a_number_that_no_row_has_is_no_error(app: Flask) -> None:
    milo = factories.milo()
    page = history.events_of(milo)
    assert (page.older, page.newer) == (None, None)
    for number in (-1, 2**63, 10**30):
        for place in (Place(below=number), Place(above=number)):
            assert history.events_of(milo, place).rows == []
