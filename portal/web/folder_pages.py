"""What a folder of portal/tasks may show: the pages of its step, of its task, and those for staff.

Who may open a page, whether it is polled, and how much may be sent there stands at its view (web/access.py).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request

from portal.models.step_record import Answers
from portal.web import access

View = Callable[..., Any]


@dataclass(frozen=True)
class StepPage:
    """The page of the step, at ``/steps/<folder>``.

    ``form``: a PortalForm, made of answers, or of what was posted. ``template`` extends ``client/steps/layout.html``
    and fills in its fields. ``largest_body``: the bytes that may be sent there; None: as many as anywhere.
    Or ``view`` alone: given the values of that layout, it answers with the page until the step's ``is_done``.
    """

    form: Callable[[Answers], Any] | None = None
    template: str = ""
    largest_body: int | None = None
    view: View | None = None


@dataclass(frozen=True)
class Page:
    """One address of a folder: ``path`` is what follows after a slash, as in a route of Flask; empty for the first.

    Its endpoint is called by folder and view: ``client.pets_photo``. ``open_to_all`` is why people who are not signed
    in may open it, whether or not anybody has the task; without a reason they may not.
    """

    path: str
    view: View
    methods: tuple[str, ...] = ("GET",)
    open_to_all: str = ""

    def endpoint(self, audience: str, folder: str) -> str:
        return f"{audience}.{folder}_{self.view.__name__}"


@dataclass(frozen=True)
class ClientPages:
    """The ``PAGES`` of a folder's ``client_pages.py``.

    The ``pages`` lie below ``/<folder>``, only for clients who have the task, and once the steps that it needs are
    done. The first, of an empty path, is one route for all folders: of what stands at its view only the largest body
    counts.
    """

    step: StepPage | None = None
    pages: Sequence[Page] = ()


@dataclass(frozen=True)
class StaffPages:
    """The ``PAGES`` of a folder's ``staff_pages.py``.

    Those ``of_a_client`` lie below ``/staff/clients/<id>/<folder>``, where this client has the task; their views are
    given the client. Those ``of_all`` lie below ``/staff/<folder>``. The first of each is linked from the client's
    profile, or from the menu.
    """

    of_a_client: Sequence[Page] = ()
    of_all: Sequence[Page] = ()


@dataclass(frozen=True)
class FolderPages:
    """Everything that one folder shows; ``path`` is where the folder lies."""

    path: Path
    client: ClientPages = field(default_factory=ClientPages)
    staff: StaffPages = field(default_factory=StaffPages)


def of_folders() -> dict[str, FolderPages]:
    """Of this application, by the names of the folders."""
    found: dict[str, FolderPages] = current_app.extensions["folder_pages"]
    return found


def styles(app: Flask) -> dict[str, Path]:
    """The ``page.css`` of each folder that has one, by its name among the static files."""
    paths = {name: pages.path / "page.css" for name, pages in app.extensions["folder_pages"].items()}
    return {style_of(name): path for name, path in paths.items() if path.is_file()}


def style_of(folder: str) -> str:
    return f"css/tasks/{folder}.css"


def step_page(folder: str) -> StepPage:
    found = of_folders()[folder].client.step
    assert found is not None, f"the folder {folder} has a step and no page for it"
    return found


def task_page(folder: str) -> Page:
    """The first page of the task, at ``/<folder>``."""
    return next(page for page in of_folders()[folder].client.pages if not page.path)


def add_route(app: Flask, page: Page, audience: str, folder: str, address: str, view: View) -> None:
    """Below this address; ``view`` answers in place of the page's own, and for the same people."""
    marked = access.public(view) if page.open_to_all else access.alike(view, page.view)
    rule = f"{address}/{page.path}" if page.path else address
    app.add_url_rule(rule, page.endpoint(audience, folder), marked, methods=page.methods)


def largest_body_here() -> int | None:
    """Of the step or task whose name stands in the address of this request; None: as everywhere."""
    values = request.view_args or {}
    if "step" in values:
        return step_page(values["step"]).largest_body
    return access.largest_body(task_page(values["task"]).view)


def largest_of_all() -> int:
    """Of the pages of all folders for clients, in bytes; 0 where none asks for more than is usual."""
    return max((size or 0 for pages in of_folders().values() for size in _sizes(pages.client)), default=0)


def _sizes(pages: ClientPages) -> Iterator[int | None]:
    if pages.step:
        yield pages.step.largest_body
    yield from (access.largest_body(page.view) for page in pages.pages)
