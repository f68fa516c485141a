"""The steps and tasks that there are: what portal/tasks has found in its folders."""

from collections.abc import Mapping

from portal.contract.parts import Part, Step, Task

_parts: dict[str, Part] = {}


def use(parts: Mapping[str, Part]) -> None:
    """From here on these are the folders that there are, by their names."""
    _parts.clear()
    _parts.update(sorted(parts.items(), key=lambda item: (item[1].place, item[0])))


def steps() -> dict[str, Step]:
    """Each step by the name of its folder, in the order in which they are asked."""
    return {name: part.step for name, part in _parts.items() if part.step}


def tasks() -> dict[str, Task]:
    """Each task by the name of its folder, in the order in which they are shown."""
    return {name: part.task for name, part in _parts.items() if part.task}
