"""The options there are: what each is called, what it may be, and what it is until it is chosen.

Those of steps and tasks come from their folders (portal/tasks).
"""

from dataclasses import dataclass
from enum import StrEnum

from portal.contract import tasks
from portal.contract.option import Option, Value
from portal.limits.sent_mail import OF_RENEWALS


class Asking(StrEnum):
    """Whether a step is asked."""

    DONT_ASK = "dont_ask"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Group:
    """Options that stand under one heading."""

    heading: str
    help: str
    options: tuple[Option, ...]


_ON_OFF: dict[Value, str] = {True: "On", False: "Off"}
_ASKING: dict[Value, str] = {
    Asking.DONT_ASK.value: "Don't ask", Asking.OPTIONAL.value: "Optional", Asking.REQUIRED.value: "Required",
}  # fmt: skip

ASK_BIRTH_DATE = Option(
    "ask_birth_date", "Ask for the date of birth before the link opens", True,
    "Where one is on file. It shows that the mail has reached the right person.", _ON_OFF,
)  # fmt: skip
LINK_HOURS = Option(
    "link_hours", "Link lifetime (hours)", 48,
    "From 1 to 48, for invites and password resets. NIST SP 800-63A advises 24 at most.", bounds=(1, 48),
)  # fmt: skip
LETS_RENEW = Option(
    "lets_clients_renew", "Let clients ask for a new link", True,
    f"Where an invite has run out, at most {OF_RENEWALS.allowed} times in {OF_RENEWALS.span}. The new link goes to "
    "the same email address.", _ON_OFF,
)  # fmt: skip
IDLE_MINUTES = Option(
    "idle_minutes", "Sign out after (minutes)", 30, "Without use, from 5 to 60.", bounds=(5, 60)
)  # fmt: skip
SHORTEST_PASSWORD = Option(
    "shortest_password", "Shortest password", 12,
    "From 12 to 64 characters, for passwords chosen from now on. 15 or more is better.", bounds=(12, 64),
)  # fmt: skip


def of_practice() -> tuple[Option, ...]:
    """Those that are the practice's alone."""
    return IDLE_MINUTES, SHORTEST_PASSWORD


def of_registration() -> tuple[Option, ...]:
    return ASK_BIRTH_DATE, *of_steps(), LINK_HOURS, LETS_RENEW


def of_steps() -> tuple[Option, ...]:
    return tuple(of_step(name) for name in tasks.steps())


def of_tasks() -> tuple[Option, ...]:
    """Whether there is the task, and right after it what its folder has besides."""
    return tuple(option for name in tasks.tasks() for option in (of_task(name), *tasks.parts()[name].options))


def of_clients() -> tuple[Option, ...]:
    """Those that a provider may choose, and that there are exceptions from."""
    return *of_registration(), *of_tasks()


def groups_of_clients() -> tuple[Group, ...]:
    """Those that a provider may choose, as they are shown."""
    found = (
        Group(
            "Client registration",
            "A step is asked once, right after username and password. A required one comes first at each sign-in and "
            "holds back the tasks that need it, never the sign-in.",
            of_registration(),
        ),
        Group(
            "Portal tasks",
            "A task stays in the portal, for whenever the client wants to. What is off is nowhere to be seen there.",
            of_tasks(),
        ),
    )
    return tuple(group for group in found if group.options)


def groups_of_practice() -> tuple[Group, ...]:
    return *groups_of_clients(), Group("Sign-in", "For staff and clients alike.", of_practice())


def of_step(folder: str) -> Option:
    """Raises KeyError where there is no such step."""
    step = tasks.steps()[folder]
    return Option(f"step_{folder}", step.staff_title, Asking.DONT_ASK.value, step.asks, _ASKING)


def of_task(folder: str) -> Option:
    """Raises KeyError where there is no such task."""
    task = tasks.tasks()[folder]
    return Option(f"task_{folder}", task.label, False, task.about, _ON_OFF)
