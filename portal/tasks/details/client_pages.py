"""The pages of the details for clients: as a step, and as a task."""

from functools import partial

from portal.tasks.details import form
from portal.web import answering
from portal.web.folder_pages import ClientPage, ClientPages, StepPage

PAGES = ClientPages(
    step=StepPage(form.make, "tasks/details/step.html"),
    task=ClientPage(partial(answering.page, "details", "tasks/details/page.html")),
)
