"""What a client changes in the details, and what of it waits."""

from collections.abc import Iterable

from portal.extensions import db
from portal.intake import answers, pending_changes
from portal.intake.pending_changes import Change, changes_of
from portal.models import Client
from portal.models.step_record import Answers
from tests.support import details, factories
from tests.support.choices import choose
from tests.support.stepping import own


def fill_in(client: Client, **other: object) -> None:
    answers.answer(client, "details", details.values(**other), own(client))


def rosa_with_two_changes() -> Client:
    """Her phone and her address wait; she has the task."""
    choose(task_details=True)
    rosa = factories.rosa()
    fill_in(rosa)
    fill_in(rosa, city="Albany", phone="(212) 555-0150")
    return rosa


def on_file(client: Client) -> Answers:
    db.session.rollback()
    return answers.on_file(client, "details", answers.find(client, "details"))


def waiting(client: Client) -> list[Change]:
    db.session.rollback()
    return changes_of(client, answers.records(client))


def accept(client: Client, name: str = "") -> None:
    """By Dana, who has looked at what waits: this change, or all."""
    found = [change for change in waiting(client) if name in ("", change.name)]
    pending_changes.accept(client, name, pending_changes.seen(found), factories.dana())


def names(found: Iterable[Change]) -> list[str]:
    return [change.name for change in found]
