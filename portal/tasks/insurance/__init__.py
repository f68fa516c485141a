"""Insurance: whether there is one, what its card says, and photos of it."""

from portal.contract.parts import Part, Step, Task
from portal.i18n import lazy
from portal.tasks.insurance import answers, lines

PART = Part(
    place=20,
    step=Step(
        title=lazy("Your insurance"),
        staff_title="Client's insurance",
        asks="Asks for the insurance plan and for photos of the card.",
        is_on_file=answers.is_on_file,
        tidy=answers.tidy,
        lines=lines.LINES,
    ),
    task=Task(
        label=lazy("Insurance"),
        about="The client sees plan and card at any time, and changes them.",
        summary=lazy("Your insurance plan, and photos of your insurance card."),
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
)
