"""What a folder of portal/tasks may show: the pages of its step and of its task."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import current_app, request

from portal.models.step_record import Answers


@dataclass(frozen=True)
class StepPage:
    """The page of the step, at ``/steps/<folder>``.

    ``form``: a PortalForm, made of answers, or of what was posted. ``template`` extends ``client/steps/layout.html``
    and fills in its fields. ``largest_body``: the bytes that may be sent there; None: as many as anywhere.
    """

    form: Callable[[Answers], Any]
    template: str
    largest_body: int | None = None


@dataclass(frozen=True)
class ClientPage:
    """The page of the task, at ``/<folder>``: only for clients who have the task, and once its steps are done.

    ``largest_body``: the bytes that may be sent there; None: as many as anywhere.
    """

    view: Callable[..., Any]
    largest_body: int | None = None


@dataclass(frozen=True)
class ClientPages:
    """The ``PAGES`` of a folder's ``client_pages.py``."""

    step: StepPage | None = None
    task: ClientPage | None = None


@dataclass(frozen=True)
class FolderPages:
    """Everything that one folder shows; ``path`` is where the folder lies."""

    path: Path
    client: ClientPages = field(default_factory=ClientPages)


def of_folder(name: str) -> FolderPages:
    """Raises KeyError where the application has no such folder."""
    found: FolderPages = current_app.extensions["folder_pages"][name]
    return found


def asked_for() -> StepPage | ClientPage | None:
    """The page of a folder that this request is for; None where it is for another page."""
    values = request.view_args or {}
    if request.endpoint == "client.step":
        return step_page(values["step"])
    return task_page(values["task"]) if request.endpoint == "client.task" else None


def largest_body() -> int:
    """Of all folders, in bytes; 0 where none asks for more than is usual."""
    folders = (folder.client for folder in current_app.extensions["folder_pages"].values())
    return max((page.largest_body or 0 for pages in folders for page in (pages.step, pages.task) if page), default=0)


def step_page(folder: str) -> StepPage:
    found = of_folder(folder).client.step
    assert found is not None, f"the folder {folder} has a step and no page for it"
    return found


def task_page(folder: str) -> ClientPage:
    found = of_folder(folder).client.task
    assert found is not None, f"the folder {folder} has a task and no page for it"
    return found
