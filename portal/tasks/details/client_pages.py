"""The pages of the details for clients: as a step, and as a task."""

from functools import partial

from portal.tasks.details import form
from portal.web import answering
from portal.web.folder_pages import ClientPages, Page, StepPage

_page = partial(answering.page, "details", "tasks/details/page.html")
PAGES = ClientPages(
    step=StepPage(form.make, "tasks/details/step.html"),
    pages=[Page("", _page, methods=("GET", "POST"))],
)
