"""Folders of steps and tasks that only a test has, for this process and for a server of its own."""

import importlib
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from portal import tasks

MADE_UP = Path(__file__).parent / "made_up"
PACKAGE = '''\
"""{title}, made up by a test."""

from portal.contract.parts import Line, Part, Step, Task

PART = Part(
    place={place},
    step=Step(
        title="{title}",
        staff_title="{staff_title}",
        asks="Asks for the pet.",
        is_on_file=bool,
        tidy=lambda values: {{name: value for name, value in values.items() if value}},
        lines=[Line("answer", "{question}", ("answer",), lambda answers: answers.get("answer", ""))],
    ),
    task=Task(
        label="{label}",
        about="The client reads it again.",
        summary="{summary}",
        guide=("Press [{label}] to read what you have answered.",),
        needs={needs!r},
    ),
)
'''
CLIENT_PAGES = """\
from flask import make_response, render_template

from portal.intake.answers import answers_of
from portal.web import current
from portal.web.folder_pages import ClientPages, Page, StepPage
from portal.web.forms.fields import PortalForm, text_field


class Form(PortalForm):
    answer = text_field("{question}", 60, needed="Please answer.")


def view():
    found = answers_of(current.client(), "{name}")
    return make_response(render_template("tasks/{name}/page.html", answers=found))


PAGES = ClientPages(
    step=StepPage(lambda answers: Form(data=answers), "tasks/{name}/step.html"),
    pages=[Page("", view)],
)
"""
STEP = """\
{% extends 'client/steps/layout.html' %}
{% from 'shared/forms.html' import field with context %}
{% block fields %}{{ field(form.answer) }}{% endblock %}
"""
PAGE = """\
{{% extends 'client/layout.html' %}}{{% set section = '{name}' %}}
{{% block title %}}{label}{{% endblock %}}
{{% block content %}}<h1>{label}</h1><p>{{{{ answers.answer if answers else 'Nothing yet' }}}}</p>{{% endblock %}}
"""
TITLE, STAFF_TITLE, QUESTION = "Your pets", "Client's pets", "Name of your pet"
LABEL, SUMMARY = "Pets", "Who waits for you at home."


def write(
    root: Path, name: str = "pets", *, place: int = 20, title: str = TITLE, staff_title: str = STAFF_TITLE,
    label: str = LABEL, summary: str = SUMMARY, needs: tuple[str, ...] = ("pets",),
) -> None:  # fmt: skip
    """The whole folder: its package and its two templates."""
    given = {
        "name": name,
        "place": place,
        "title": title,
        "staff_title": staff_title,
        "label": label,
        "summary": summary,
        "needs": needs,
    }
    templates = root / "packages" / name / "templates"
    templates.mkdir(parents=True)
    (templates.parent / "__init__.py").write_text(PACKAGE.format(question=QUESTION, **given), "utf-8")
    (templates.parent / "client_pages.py").write_text(CLIENT_PAGES.format(question=QUESTION, **given), "utf-8")
    (templates / "step.html").write_text(STEP, "utf-8")
    (templates / "page.html").write_text(PAGE.format(**given), "utf-8")


def copy(root: Path, name: str) -> None:
    """A folder of made_up/, with everything that a folder may offer."""
    shutil.copytree(MADE_UP / name, root / "packages" / name)


@contextmanager
def known(root: Path) -> Iterator[None]:
    """Applications that are made from here on have the folders that were written below ``root``."""
    packages = root / "packages"
    tasks.__path__.append(str(packages))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        tasks.__path__.remove(str(packages))
        for name in [name for name, module in sys.modules.items() if _lies_below(packages, module)]:
            del sys.modules[name]
        tasks.load()


def _lies_below(root: Path, module: ModuleType) -> bool:
    return (getattr(module, "__file__", None) or "").startswith(str(root))


def environment(root: Path) -> dict[str, str]:
    """For a server that shall have them: each of its processes reads sitecustomize.py before anything else."""
    line = f"import portal.tasks\nportal.tasks.__path__.append({str(root / 'packages')!r})\n"
    (root / "sitecustomize.py").write_text(line, "utf-8")
    return {"PYTHONPATH": str(root)}
