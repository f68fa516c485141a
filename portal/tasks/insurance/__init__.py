"""Insurance: whether there is one, what its card says, and photos of it."""

from functools import partial

from portal.i18n import lazy
from portal.images.remaking import MB
from portal.tasks import Part, Step, Task
from portal.tasks.insurance import form, lines
from portal.web import answering

PART = Part(
    place=20,
    step=Step(
        title=lazy("Your insurance"),
        staff_title="Client's insurance",
        asks="Asks for the insurance plan and for photos of the card.",
        template="tasks/insurance/step.html",
        form=form.make,
        is_on_file=form.is_on_file,
        tidy=form.tidy,
        lines=lines.LINES,
    ),
    task=Task(
        label=lazy("Insurance"),
        about="The client sees plan and card at any time, and changes them.",
        summary=lazy("Your insurance plan, and photos of your insurance card."),
        view=partial(answering.page, "insurance", "tasks/insurance/page.html"),
        guide=(
            lazy("Press [Insurance]. You see your insurance as we have it on file."),
            lazy(
                "Have your insurance card at hand. Type what it says, or check [I have no insurance]. You can add a "
                "photo of each side: your phone takes one, or lets you choose one."
            ),
            lazy("Press [Save insurance]. What you change is used once we have looked at it."),
        ),
        icon="insurance",
    ),
    largest_body=25 * MB,  # two photos as phones take them: one that is too large is told on the form
)
