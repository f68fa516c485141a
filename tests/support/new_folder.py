"""A folder of a step and a task that is not the program's, as somebody would add one."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal import tasks

NAME, STEP, TASK = "pets", "Your pets", "Pets"
CODE = """
from portal.tasks import Part, Step, Task
from portal.web.fields import PortalForm, text_field


class PetsForm(PortalForm):
    animal = text_field("Animal", 40, needed="Enter an animal.")


PART = Part(
    place=90,
    step=Step(
        title="Your pets",
        template="tasks/pets/step.html",
        form=lambda client, answers: PetsForm(data=answers),
        is_on_file=lambda client, answers: answers is not None,
        keep=lambda client, form: {"animal": form.animal.data},
    ),
    task=Task(label="Pets", summary="Who lives with you.", view=lambda: "Pets are here", guide=("Press [Pets].",)),
)
"""
STEP_PAGE = """{% extends 'client/steps/layout.html' %}{% from 'shared/forms.html' import field with context %}
{% block fields %}{{ field(form.animal) }}{% endblock %}
"""


@contextmanager
def new_folder(root: Path) -> Iterator[None]:
    """For applications that are made within."""
    templates = root / NAME / "templates"
    templates.mkdir(parents=True)
    (root / NAME / "__init__.py").write_text(CODE)
    (templates / "step.html").write_text(STEP_PAGE)
    tasks.__path__.append(str(root))
    try:
        yield
    finally:
        tasks.__path__.remove(str(root))
        sys.modules.pop(f"{tasks.__name__}.{NAME}", None)
        tasks.load()
