"""What clients have answered: on file, and with the changes that wait.

What a client gives where nothing was on file is kept at once, when a step is answered first. From then on a change
waits for staff to accept it (intake/pending_changes.py), unless its line is harmless.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.contract import tasks
from portal.contract.parts import Line, Values
from portal.database import writing
from portal.extensions import db
from portal.i18n import in_english
from portal.intake import edit_conflicts, pictures
from portal.intake.edit_conflicts import Marks
from portal.models import Client, Dismissal, StepRecord
from portal.models.attention import LineCause
from portal.models.event import Actor, record
from portal.models.step_record import Answers


def find(client: Client, step: str) -> StepRecord | None:
    return db.session.scalar(select(StepRecord).where(StepRecord.client_id == client.id, StepRecord.step == step))


def records(client: Client) -> list[StepRecord]:
    """What this client has answered or skipped, of the steps that there are; one statement."""
    found = {row.step: row for row in db.session.scalars(_RECORDS, {"client_id": client.id})}
    return [found[name] for name in tasks.steps() if name in found]


def on_file(client: Client, step: str, row: StepRecord | None) -> Answers:
    """What the practice goes by, the fields of the client's own row among it."""
    own = {name: getattr(client, name) for name in tasks.steps()[step].own}
    return tasks.steps()[step].tidy({**((row and row.answers) or {}), **own})


def proposed(client: Client, step: str, row: StepRecord | None) -> Answers:
    """What the client goes by: what is on file, with the changes that wait."""
    answers = on_file(client, step, row)
    for line in tasks.steps()[step].lines:
        if row and line.name in (row.changes or {}):
            answers = put(answers, line, row.changes[line.name]["new"])  # type: ignore[index]
    return answers


def answers_of(client: Client, step: str) -> Answers:
    """As the client's own pages show them."""
    return proposed(client, step, find(client, step))


def answer(client: Client, step: str, values: Values, by: Actor, marks: Marks | None = None) -> None:
    """Keep what the client has filled in. The same answers again change nothing.

    ``marks`` tell what the form had shown. Raises ChangedMeanwhile where another person has changed the same lines.
    """
    with writing():
        row = find(client, step) or StepRecord(client_id=client.id, step=step)
        db.session.refresh(client)
        lines, asked = tasks.steps()[step].lines, _asked(row)
        given = edit_conflicts.merge(lines, marks, proposed(client, step, row), tasks.steps()[step].tidy(values))
        is_first = row.answered_at is None
        kept, waiting = _sorted(lines, on_file(client, step, row), given, is_first)
        changed, proposals = _keep(client, row, kept, given), _propose(client, row, waiting, given)
        if not (is_first or row.skipped_at or changed or proposals or asked):
            return
        db.session.add(row)
        row.skipped_at = row.skipped_by_id = row.skip_reason = None
        if is_first or changed:
            row.answered_at = clock.now()
            title = tasks.steps()[step].staff_title
            record("step_answered" if is_first else "step_changed", by, client_id=client.id, step=title)
        if proposals or asked:
            _tell(client, row, proposals or asked, by)
        if any(line.is_picture for line in lines):
            pictures.drop_unused(client)


def part(answers: Answers, line: Line) -> Answers:
    return {name: answers[name] for name in line.fields if name in answers}


def put(answers: Answers, line: Line, new: Answers) -> Answers:
    """The answers with this line as it is in ``new``."""
    return {name: value for name, value in answers.items() if name not in line.fields} | new


def keep(client: Client, row: StepRecord, line: Line, new: Answers) -> None:
    """Put a line on file, in the write transaction under way."""
    own = tasks.steps()[row.step].own
    for name in set(line.fields) & set(own):
        setattr(client, name, new.get(name, False if isinstance(getattr(client, name), bool) else None))
    rest = {name: value for name, value in new.items() if name not in own}
    row.answers = put(row.answers or {}, line, rest)


def has_waiting(row: StepRecord) -> bool:
    """Whether something waits for staff: what they have asked the client about does not."""
    return any(not change.get("asked_at") for change in (row.changes or {}).values())


def labels(lines: Iterable[Line]) -> str:
    return ", ".join(in_english(line.label) for line in lines)


def _sorted(lines: Iterable[Line], file: Answers, given: Answers, is_first: bool) -> tuple[list[Line], list[Line]]:
    """The lines that differ from what is on file: those to be kept at once, and those that wait."""
    different = [line for line in lines if part(file, line) != part(given, line)]
    kept = [line for line in different if _goes_through(line, file, given, is_first)]
    return kept, [line for line in different if line not in kept]


def _goes_through(line: Line, file: Answers, given: Answers, is_first: bool) -> bool:
    """Whether the line is harmless, reads the same as before, or is a first answer."""
    fills_in = is_first and part(file, line).items() <= part(given, line).items()
    return line.goes_through or fills_in or line.text(file) == line.text(given)


def _keep(client: Client, row: StepRecord, kept: list[Line], given: Answers) -> bool:
    for line in kept:
        keep(client, row, line, part(given, line))
    if row.answers is None:
        row.answers = {}
    if kept:
        client.refresh_search()
    return bool(kept)


def _propose(client: Client, row: StepRecord, waiting: list[Line], given: Answers) -> list[Line]:
    """Let exactly these lines wait. Returns the new ones among them, and those taken back."""
    before, file = row.changes or {}, on_file(client, row.step, row)
    changes, touched = {}, []
    for line in tasks.steps()[row.step].lines:
        new = part(given, line)
        if line in waiting and before.get(line.name, {}).get("new") == new:
            changes[line.name] = {name: value for name, value in before[line.name].items() if name in ("old", "new")}
        elif line in waiting:
            changes[line.name] = {"old": part(file, line), "new": new}
            touched.append(line)
        elif line.name in before:
            touched.append(line)
    row.changes = changes or None
    return touched


def _asked(row: StepRecord) -> list[Line]:
    """The lines that staff have asked about: what the client saves is the answer."""
    changes: Mapping[str, Answers] = row.changes or {}
    return [line for line in tasks.steps()[row.step].lines if changes.get(line.name, {}).get("asked_at")]


def _tell(client: Client, row: StepRecord, touched: list[Line], by: Actor) -> None:
    row.changed_at = clock.now() if has_waiting(row) else None
    db.session.flush()
    db.session.execute(delete(Dismissal).where(Dismissal.cause == LineCause.CHANGED, Dismissal.subject == str(row.id)))
    title, what = tasks.steps()[row.step].staff_title, labels(touched)
    waits = any(line.name in (row.changes or {}) for line in touched)
    record("change_proposed" if waits else "change_taken_back", by, client_id=client.id, step=title, what=what)


_RECORDS = (
    select(StepRecord).where(StepRecord.client_id == bindparam("client_id")).options(joinedload(StepRecord.skipped_by))
)
