"""Two people at the same form: the second sees both versions, and nothing is overwritten silently.

A form carries marks of what it has shown, line by line. Lines that only the first has changed stay changed.
Where both have changed the same line differently, the second sees what is there now and decides.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence

from portal.contract.parts import Line
from portal.errors import ChangedMeanwhile
from portal.models.step_record import Answers

Marks = Mapping[str, str]  # by the names of the lines


def marks(lines: Sequence[Line], shown: Answers) -> dict[str, str]:
    """Twelve hexadecimal digits for what each line has shown."""
    return {line.name: _mark(line, shown) for line in lines}


def merge(lines: Sequence[Line], based_on: Marks | None, now: Answers, given: Answers) -> Answers:
    """What is to be kept of ``given``, where the form was made from what had these marks and ``now`` is there.

    A line without a mark is taken as given. Raises ChangedMeanwhile with the lines that both have changed.
    """
    overlaps = []
    for line in lines:
        before, present, typed = (based_on or {}).get(line.name), _mark(line, now), _mark(line, given)
        if before in (None, present) or typed == present:
            continue
        if typed == before:
            rest = {name: value for name, value in given.items() if name not in line.fields}
            given = rest | {name: now[name] for name in line.fields if name in now}
        else:
            overlaps.append(line)
    if overlaps:
        raise ChangedMeanwhile(tuple(overlaps), now)
    return given


def _mark(line: Line, answers: Answers) -> str:
    values = [answers.get(name) for name in line.fields]
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()[:12]
