"""The pages of the insurance for clients: as a step, and as a task."""

from functools import partial

from portal.images.remaking import MB
from portal.tasks.insurance import form
from portal.web import answering
from portal.web.folder_pages import ClientPage, ClientPages, StepPage

LARGEST_BODY = 25 * MB  # two photos as phones take them: one that is too large is told on the form
PAGES = ClientPages(
    step=StepPage(form.make, "tasks/insurance/step.html", LARGEST_BODY),
    task=ClientPage(partial(answering.page, "insurance", "tasks/insurance/page.html"), LARGEST_BODY),
)
