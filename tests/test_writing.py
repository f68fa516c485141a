"""``database.writing()``: one transaction of a verb, and of the verbs that it uses."""

from contextlib import closing, suppress

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from portal import config, database
from portal.credentials import links
from portal.credentials.invitations import send_invitation
from portal.database import writing
from portal.extensions import db
from portal.limits import attempts
from portal.models import Client, Event
from tests.support import factories
from tests.support.database import connect


class Refused(Exception):
    pass


@pytest.fixture
def nora(app: Flask) -> Client:
    return factories.nora()


def kept() -> object:
    """Nora's phone, as others find it in the database."""
    with closing(connect(config.current())) as connection:
        return connection.execute("SELECT phone FROM client").fetchone()[0]


def change(client: Client, phone: str) -> None:
    with writing():
        client.phone = phone


def test_what_was_written_is_kept_at_the_end(nora: Client) -> None:
    with writing():
        nora.phone = "1"
        db.session.flush()
        assert kept() is None
    assert kept() == "1"


@pytest.mark.parametrize("error", [Refused, KeyboardInterrupt])
def test_any_exception_undoes_it(nora: Client, error: type[BaseException]) -> None:
    with pytest.raises(error), writing():
        nora.phone = "1"
        db.session.flush()
        raise error
    assert (kept(), nora.phone) == (None, None)
    with closing(connect(config.current())) as another:
        another.execute("PRAGMA busy_timeout = 0")
        another.execute("BEGIN IMMEDIATE")  # it holds no lock any more


def test_what_was_read_before_is_read_again(nora: Client) -> None:
    assert nora.phone is None
    with closing(connect(config.current())) as another, another:
        another.execute("UPDATE client SET phone = 'of another'")
    with writing():
        assert nora.phone == "of another"


def test_what_was_changed_before_it_began_is_refused(nora: Client) -> None:
    nora.phone = "1"
    with pytest.raises(AssertionError, match="before writing"), writing():
        pass
    db.session.rollback()


def test_one_inside_another_ends_with_it(nora: Client) -> None:
    with pytest.raises(Refused), writing():
        change(nora, "1")
        raise Refused
    assert kept() is None
    with writing():
        change(nora, "1")
        assert kept() is None
    assert kept() == "1"


def test_where_the_outer_one_goes_on_after_an_inner_refusal_only_the_inner_rows_are_undone(nora: Client) -> None:
    with writing():
        nora.last_name = "Of the outer one"
        with suppress(Refused), writing():
            nora.phone = "1"
            db.session.flush()
            raise Refused
        nora.preferred_name = "After it"
    assert (kept(), nora.phone) == (None, None)
    assert (nora.last_name, nora.preferred_name) == ("Of the outer one", "After it")


def test_an_inner_refusal_takes_its_event_and_its_link_back(nora: Client) -> None:
    before = db.session.query(Event).count()
    with writing():
        with suppress(Refused), writing():
            link = send_invitation(nora, factories.dana())
            assert links.newest(links.LinkKind.INVITATION, client_id=nora.id) == link
            raise Refused
        nora.phone = "1"
    assert (db.session.query(Event).count(), kept()) == (before, "1")
    assert links.newest(links.LinkKind.INVITATION, client_id=nora.id) is None


def test_a_try_cannot_be_counted_inside_a_transaction_that_a_refusal_undoes(nora: Client) -> None:
    with pytest.raises(AssertionError, match="must stay after a refusal"), writing():
        attempts.count((attempts.CODE_ADDRESS, "192.0.2.1"))


def test_the_connection_is_not_given_back_inside_it(nora: Client) -> None:
    with pytest.raises(AssertionError, match="slow work"), writing():
        database.release_connection()


def test_after_a_refusal_the_next_one_is_an_outer_one_again(nora: Client) -> None:
    with suppress(Refused), writing():
        raise Refused
    change(nora, "1")
    assert kept() == "1"


def test_what_the_database_refuses_at_the_end_holds_nothing(nora: Client) -> None:
    with pytest.raises(IntegrityError), writing():
        db.session.execute(text("PRAGMA defer_foreign_keys=ON"))
        db.session.execute(text("UPDATE email_address SET client_id = 4242"))
    with closing(connect(config.current())) as other, other:
        other.execute("UPDATE client SET phone = '2'")
    change(nora, "1")
    assert kept() == "1"


def test_where_another_writer_was_in_the_way_the_next_one_begins_anew(nora: Client) -> None:
    with closing(connect(config.current())) as other:
        other.execute("BEGIN IMMEDIATE")
        db.session.execute(text("PRAGMA busy_timeout=10"))
        with pytest.raises(OperationalError):
            change(nora, "2")
        other.rollback()
    change(nora, "1")
    assert kept() == "1"
