"""Details: how to address and reach a client, asked as a step and kept up to date as a task."""

from portal.tasks import Part, Step, Task
from portal.tasks.details import form, page, shown

PART = Part(
    place=10,
    step=Step(
        title="Your details",
        template="tasks/details/step.html",
        form=form.make,
        is_on_file=form.is_on_file,
        keep=form.keep,
        shown=shown.lines,
    ),
    task=Task(
        label="Details",
        summary="Your name, phone and address, your emergency contact, and how we may reach you.",
        view=page.view,
        guide=(
            "Press [Details]. You see your name, your phone and your address as we have them on file.",
            "Change what is not right any more, and press [Save details].",
        ),
        icon="details",
    ),
)
