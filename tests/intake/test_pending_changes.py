"""What becomes of a change that waits: accepted, not taken over, or asked about."""

import pytest
from flask import Flask

from portal.credentials import portal_access
from portal.diagnosis import needs_attention
from portal.errors import CannotBeAsked, ChangedMeanwhile, NothingWaitsToBeAccepted
from portal.extensions import db
from portal.intake import pending_changes
from portal.intake.answers import answers_of
from portal.mail import texts
from portal.models import Client, OutgoingMail
from portal.models.event import Actor
from tests.conftest import Clock
from tests.support import cast, factories, links
from tests.support.choices import choose
from tests.support.reviewing import accept, fill_in, names, on_file, rosa_with_two_changes, waiting

BOTH = ["details.phone", "details.address"]


@pytest.fixture
def rosa(app: Flask) -> Client:
    return rosa_with_two_changes()


def by() -> Actor:
    return factories.dana()


def lines() -> list[str]:
    return [line.sentence for line in needs_attention.lines() if line.cause == "changed"]


def test_one_is_accepted_and_the_other_waits_on(rosa: Client) -> None:
    accept(rosa, "details.phone")
    assert names(waiting(rosa)) == ["details.address"]
    assert (on_file(rosa)["phone"], on_file(rosa)["city"]) == ("(212) 555-0150", "Springfield")


def test_all_are_accepted_at_once_with_one_event(rosa: Client) -> None:
    before = links.last_event()
    assert "2125550150" not in rosa.search
    accept(rosa)
    assert (waiting(rosa), on_file(rosa)["city"], rosa.phone) == ([], "Albany", "(212) 555-0150")
    assert "2125550150" in rosa.search  # staff find the client by what is on file
    assert links.kinds_since(before) == ["change_accepted"]
    with pytest.raises(NothingWaitsToBeAccepted):
        accept(rosa)


def test_what_the_client_has_changed_since_it_was_looked_at_is_not_accepted(rosa: Client) -> None:
    looked_at = pending_changes.seen(waiting(rosa))
    fill_in(rosa, city="Buffalo", phone="(212) 555-0150")
    with pytest.raises(ChangedMeanwhile):
        pending_changes.accept(rosa, "", looked_at, by())
    assert names(waiting(rosa)) == BOTH


def test_what_staff_have_put_on_file_since_it_was_looked_at_is_not_overwritten(rosa: Client) -> None:
    looked_at = pending_changes.seen(waiting(rosa))
    factories.change(rosa, phone="(212) 555-0199")
    with pytest.raises(ChangedMeanwhile):
        pending_changes.accept(rosa, "", looked_at, by())
    overtaken = [change for change in waiting(rosa) if change.is_overtaken]
    assert [change.line.text(change.now) for change in overtaken] == ["(212) 555-0199, home, a message may be left"]


def test_what_staff_have_put_on_file_themselves_does_not_wait_any_more(rosa: Client) -> None:
    factories.change(rosa, phone="(212) 555-0150")
    assert names(waiting(rosa)) == ["details.address"]


def test_what_is_not_taken_over_is_gone_and_the_file_stays(rosa: Client) -> None:
    change = waiting(rosa)[0]
    pending_changes.decline(rosa, change.name, change.seen, by())
    assert names(waiting(rosa)) == ["details.address"]
    assert answers_of(rosa, "details")["phone"] == on_file(rosa)["phone"] == "(212) 555-0123"


def test_a_change_needs_attention_until_it_is_settled(rosa: Client) -> None:
    assert lines() == ["Changed by the client, to be accepted: Phone, Address"]
    accept(rosa, "details.phone")
    assert lines() == ["Changed by the client, to be accepted: Address"]
    accept(rosa)
    assert lines() == []


def test_a_dismissed_line_comes_back_with_the_next_change(rosa: Client) -> None:
    line = next(line for line in needs_attention.lines() if line.cause == "changed")
    needs_attention.dismiss("changed", line.subject, by())
    assert lines() == []
    fill_in(rosa, city="Buffalo", phone="(212) 555-0150")
    assert lines() == ["Changed by the client, to be accepted: Phone, Address"]


class TestAsking:
    @pytest.fixture(autouse=True)
    def asked(self, rosa: Client, clock: Clock) -> None:
        pending_changes.ask(rosa, "details.phone", "Dana Whitfield", by())
        pending_changes.ask(rosa, "details.address", "Dana Whitfield", by())

    def test_it_waits_for_the_client_and_needs_no_attention(self, rosa: Client, clock: Clock) -> None:
        assert [(change.asked_by, change.asked_at) for change in waiting(rosa)] == [("Dana Whitfield", clock.now)] * 2
        assert lines() == []

    def test_whatever_the_client_saves_is_the_answer(self, rosa: Client) -> None:
        before = links.last_event()
        fill_in(rosa, city="Albany", phone="(212) 555-0150")
        assert [change.asked_at for change in waiting(rosa)] == [None, None]
        assert lines() == ["Changed by the client, to be accepted: Phone, Address"]
        assert links.kinds_since(before) == ["change_proposed"]

    def test_one_mail_tells_of_all_that_was_asked_and_of_nothing_in_it(self, rosa: Client) -> None:
        mails = db.session.query(OutgoingMail).filter_by(kind="change_question", client_id=rosa.id).all()
        assert [mail.address for mail in mails] == [cast.ROSA.email]
        said = texts.write(mails[0]).text
        assert not [word for word in ("Albany", "555-0150", "Phone", "Address") if word in said]

    def test_asking_twice_about_the_same_is_refused_and_it_can_be_accepted_all_the_same(self, rosa: Client) -> None:
        with pytest.raises(NothingWaitsToBeAccepted):
            pending_changes.ask(rosa, "details.phone", "Dana Whitfield", by())
        accept(rosa)
        assert waiting(rosa) == []


@pytest.mark.parametrize("why", ["task off", "access off"])
def test_a_client_with_no_place_to_answer_cannot_be_asked(rosa: Client, why: str) -> None:
    if why == "task off":
        choose(task_details=False)
    else:
        portal_access.set_access(rosa, False, by())
    with pytest.raises(CannotBeAsked):
        pending_changes.ask(rosa, "details.phone", "Dana", by())
    db.session.expire_all()
    assert [change.asked_at for change in waiting(rosa)] == [None, None]
