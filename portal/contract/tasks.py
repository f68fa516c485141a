"""The steps and tasks that there are, and what else their folders offer: as portal/tasks has found it."""

from collections.abc import Mapping
from pathlib import Path

from portal.contract.offers import MailOffer
from portal.contract.parts import Part, Step, Task
from portal.models import event_kinds

LONGEST_KIND = 24  # of an event, a mail, or a cause of attention, as their columns hold it
_parts: dict[str, Part] = {}
_paths: dict[str, Path] = {}


def use(parts: Mapping[str, Part], paths: Mapping[str, Path]) -> None:
    """From here on these are the folders that there are, by their names; ``paths`` is where they lie.

    Raises ValueError for a kind that is too long, and for a mail without its words.
    """
    found = dict(sorted(parts.items(), key=lambda item: (item[1].place, item[0])))
    for name, part in found.items():
        _check(part, paths.get(name, Path(name)), f"portal/tasks/{name}")
    event_kinds.use_folders({name: part.events for name, part in found.items() if part.events})
    for mine, new in ((_parts, found), (_paths, paths)):
        mine.clear()
        mine.update(new)  # type: ignore[arg-type]


def parts() -> dict[str, Part]:
    """Each folder by its name, in their order."""
    return dict(_parts)


def steps() -> dict[str, Step]:
    """Each step by the name of its folder, in the order in which they are asked."""
    return {name: part.step for name, part in _parts.items() if part.step}


def tasks() -> dict[str, Task]:
    """Each task by the name of its folder, in the order in which they are shown."""
    return {name: part.task for name, part in _parts.items() if part.task}


def mails() -> dict[str, MailOffer]:
    """Each kind of mail of all folders, by its name."""
    return {kind: mail for part in _parts.values() for kind, mail in part.mails.items()}


def mail_templates() -> list[Path]:
    """Where those folders have them that offer a mail."""
    return [_mails_in(_paths[name]) for name, part in _parts.items() if part.mails]


def _check(part: Part, path: Path, name: str) -> None:
    kinds = (*part.events, *part.mails, *(attention.cause for attention in part.attention))
    if too_long := [kind for kind in kinds if len(kind) > LONGEST_KIND]:
        raise ValueError(f"{name}: longer than {LONGEST_KIND} characters: {too_long}")
    files = [file for kind in part.mails for file in _words(kind)]
    if missing := [file for file in files if not (_mails_in(path) / file).exists()]:
        raise ValueError(f"{name}: its mails have no {', '.join(missing)}")


def _mails_in(folder: Path) -> Path:
    return folder / "templates" / "email"


def _words(kind: str) -> list[str]:
    """The files that a mail needs; one to staff has no neutral ones."""
    kinds = [kind] if kind.startswith("staff_") else [kind, f"neutral/{kind}"]
    return [f"{folder}/{file}" for folder in kinds for file in ("subject.txt", "body.txt")]
