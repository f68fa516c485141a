"""The pages of the insurance for clients: as a step, and as a task."""

from functools import partial

from portal.images.remaking import MB
from portal.tasks.insurance import form
from portal.web import access, answering
from portal.web.folder_pages import ClientPages, Page, StepPage

LARGEST_BODY = 25 * MB  # two photos as phones take them: one that is too large is told on the form
_page = access.larger_body(LARGEST_BODY)(partial(answering.page, "insurance", "tasks/insurance/page.html"))

PAGES = ClientPages(
    step=StepPage(form.make, "tasks/insurance/step.html", LARGEST_BODY),
    pages=[Page("", _page, methods=("GET", "POST"))],
)
