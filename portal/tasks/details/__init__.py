"""Details: how to address and reach a client, asked as a step and kept up to date as a task."""

from portal.contract.parts import Part, Step, Task
from portal.i18n import lazy
from portal.tasks.details import answers, lines

PART = Part(
    place=10,
    step=Step(
        title=lazy("Your details"),
        staff_title="Client's details",
        asks="Asks for phone and address, an emergency contact, and how the client may be reached.",
        is_on_file=answers.is_on_file,
        tidy=answers.tidy,
        lines=lines.LINES,
        own=answers.OWN,
    ),
    task=Task(
        label=lazy("Details"),
        about="The client sees phone, address and emergency contact at any time, and changes them.",
        summary=lazy("Your name, phone and address, your emergency contact, and how we may reach you."),
        guide=(
            lazy("Press [Details]. You see your name, your phone and your address as we have them on file."),
            lazy(
                "Change what is not right any more, and press [Save details]. What you change is used once we have "
                "looked at it."
            ),
        ),
        icon="details",
    ),
)
