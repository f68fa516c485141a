"""Is the record of events still as it was written? Walks the chain, and compares the worker's note."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.audit import heads
from portal.extensions import db
from portal.models import Event, chain


@dataclass(frozen=True)
class Verdict:
    """``count`` events from the first on are as they were, and the last of them has the hash ``head``.

    ``earlier`` of them were made under a key that was replaced since: whether they follow one another is seen,
    what was in them is not. ``fault`` tells what is wrong with event ``bad``; None where nothing is.
    """

    count: int
    head: str
    earlier: int = 0
    bad: int | None = None
    fault: str | None = None

    @property
    def sentence(self) -> str:
        if self.fault is not None:
            return self.fault
        if self.earlier:
            return (
                f"{self.count} events, unaltered, but {self.earlier} of them made under an earlier key and not checked"
            )
        return f"{self.count} events, unaltered"


def verify() -> Verdict:
    """Look at every event. Raises SettingError where the secret cannot be read."""
    noted = heads.read()  # before the events: these only become more
    for at_once in (500, 1):  # a row that cannot even be read is looked for one by one
        walk = _Walk()
        try:
            for event in db.session.scalars(select(Event).order_by(Event.id).execution_options(yield_per=at_once)):
                if (fault := walk.fault_of(event)) is not None:
                    return walk.verdict(walk.count + 1, f"event {walk.count + 1} {fault}")
                walk.go_on(event)
            doubt = heads.doubt_about(noted)
            return walk.verdict(doubt.bad, doubt.why) if doubt else walk.verdict()
        except (ValueError, TypeError):
            continue
    return walk.verdict(walk.count + 1, f"event {walk.count + 1} cannot be read")


class _Walk:
    """From the first event on: what was seen so far."""

    def __init__(self) -> None:
        self.key = chain.current_key()
        self.count, self.head, self.earlier = 0, chain.FIRST, 0

    def fault_of(self, event: Event) -> str | None:
        """What is wrong with the next event; a later section cannot be of an earlier key."""
        is_ours = event.key_name == self.key.name
        if event.id != self.count + 1:
            return "was altered or is missing"
        if event.salt is None:
            return "was emptied, which the portal does not do"
        if event.personal != event.expected_digest(event.salt):
            return "was altered or is missing"
        if is_ours and event.hash != event.expected_hash(self.key, self.head):
            return "was altered or is missing"
        if not is_ours and self.earlier < self.count:
            return "was made under another key than those before and after"
        return None

    def go_on(self, event: Event) -> None:
        self.count, self.head = self.count + 1, event.hash
        self.earlier += event.key_name != self.key.name

    def verdict(self, bad: int | None = None, why: str = "") -> Verdict:
        others = "before it are as they were" if bad == self.count + 1 else "that are there follow one another"
        fault = f"{why}; the {self.count} {others}" if bad is not None else None
        return Verdict(self.count, self.head, self.earlier, bad, fault)
