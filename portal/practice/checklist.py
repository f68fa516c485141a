"""What is left to do before clients come: most of it is seen from what there is, the rest an owner says."""

from enum import StrEnum

from portal import forwarded
from portal.config import Settings
from portal.database import writing
from portal.models import Practice
from portal.models.event import Actor, record
from portal.options import catalogue, resolve
from portal.options.catalogue import Asking


class Mark(StrEnum):
    """What only an owner can say."""

    HIDDEN = "hidden"
    WORKS_ALONE = "works_alone"
    DISK_ENCRYPTED = "disk_encrypted"


_IN_HISTORY = {
    Mark.HIDDEN: ("hidden", "shown again"),
    Mark.WORKS_ALONE: ("the owner works alone", "the owner does not work alone"),
    Mark.DISK_ENCRYPTED: ("the disk is encrypted", "the disk is not encrypted"),
}


def is_marked(practice: Practice, mark: Mark) -> bool:
    return practice.checklist.get(mark) is True


def mark_checklist(mark: Mark, wanted: bool, by: Actor) -> None:
    """Saying the same again changes nothing."""
    with writing():
        practice = Practice.one()
        if is_marked(practice, mark) != wanted:
            practice.checklist = practice.checklist | {mark.value: wanted}
            record("checklist_said", by, what=_IN_HISTORY[mark][not wanted])


def checklist_lines(practice: Practice, settings: Settings) -> dict[str, bool]:
    """Each line by its name, in order, and whether it is done. Runs no statement."""
    unheeded = forwarded.unheeded(settings)
    found = {"address": not settings.is_loopback}
    if unheeded or settings.trusted_proxies:
        found["web_server"] = not unheeded
    return found | {
        "mail_server": settings.mail_mark is not None and practice.mail_tested_with == settings.mail_mark,
        "reply_to": bool(practice.reply_to),
        "clients_do": bool(what_clients_do()),
        "staff": practice.has_more_staff or is_marked(practice, Mark.WORKS_ALONE),
        "first_client": practice.has_clients,
        "disk": is_marked(practice, Mark.DISK_ENCRYPTED),
    }


def waits(practice: Practice, settings: Settings) -> bool:
    """Whether the menu leads to it: until all is done, or an owner has hidden it."""
    return not is_marked(practice, Mark.HIDDEN) and not all(checklist_lines(practice, settings).values())


def what_clients_do() -> list[str]:
    """The steps that are asked and the tasks that are on, by the practice's defaults, as staff call them."""
    decisions = map(resolve.decide, (*catalogue.of_steps(), *catalogue.of_tasks()))
    return [decision.option.label for decision in decisions if decision.value not in (False, Asking.DONT_ASK)]
