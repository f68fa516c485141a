"""Details: how to address and reach a client, asked as a step and kept up to date as a task."""

from functools import partial

from portal.i18n import lazy
from portal.tasks import Part, Step, Task
from portal.tasks.details import form, lines
from portal.web import answering

PART = Part(
    place=10,
    step=Step(
        title=lazy("Your details"),
        staff_title="Client's details",
        asks="Asks for phone and address, an emergency contact, and how the client may be reached.",
        template="tasks/details/step.html",
        form=form.make,
        is_on_file=form.is_on_file,
        tidy=form.tidy,
        lines=lines.LINES,
        own=form.OWN,
    ),
    task=Task(
        label=lazy("Details"),
        about="The client sees phone, address and emergency contact at any time, and changes them.",
        summary=lazy("Your name, phone and address, your emergency contact, and how we may reach you."),
        view=partial(answering.page, "details", "tasks/details/page.html"),
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
