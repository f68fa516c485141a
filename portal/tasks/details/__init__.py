"""Details: how to address and reach a client, asked as a step and kept up to date as a task."""

from portal.tasks import Part, Step, Task
from portal.tasks.details import form, page

PART = Part(
    place=10,
    step=Step(
        title="Your details",
        template="tasks/details/step.html",
        form=form.make,
        is_on_file=form.is_on_file,
        keep=form.keep,
    ),
    task=Task(
        label="Details",
        summary="Your name, your phone, your address, and how we may reach you.",
        view=page.view,
        guide=("Press [Details]. Change what is not right any more, and press [Save details].",),
    ),
)
