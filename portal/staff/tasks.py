"""The pages of portal tasks for staff: those of one client, and those of all; and the way to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, abort, url_for

from portal.contract import tasks
from portal.contract.offers import MenuEntry
from portal.intake import live_lines
from portal.models import Client
from portal.options import resolve
from portal.staff.clients.profile import find_client
from portal.web import folder_pages
from portal.web.folder_pages import Page


@dataclass(frozen=True)
class Way:
    """From the profile to the page of a task; ``line`` is how things stand there, or empty."""

    label: str
    address: str
    line: str


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(task_ways=ways, menu_entries=entries, menu_address=entry_address)
    for folder, pages in app.extensions["folder_pages"].items():
        for page in pages.staff.of_a_client:
            address = f"/staff/clients/<client_id>/{folder}"
            folder_pages.add_route(app, page, "staff", folder, address, _of_a_client(folder, page))
        for page in pages.staff.of_all:
            folder_pages.add_route(app, page, "staff", folder, f"/staff/{folder}", page.view)


def entries() -> dict[str, MenuEntry]:
    """Those of the menu, by the folders that they lead to."""
    return {name: part.menu for name, part in tasks.parts().items() if part.menu}


def entry_address(folder: str) -> str:
    return url_for(folder_pages.of_folders()[folder].staff.of_all[0].endpoint("staff", folder))


def ways(client: Client) -> list[Way]:
    """To the tasks that this client has; one statement for all their lines, none where no task has one."""
    folders = folder_pages.of_folders()
    shown = {name: task for name, task in tasks.tasks().items() if folders[name].staff.of_a_client}
    shown = {name: task for name, task in shown.items() if resolve.has_task(name, client)}
    lines = live_lines.read(client, {name: task.staff_line for name, task in shown.items()})
    return [Way(task.label, _address(name, client), lines[name]) for name, task in shown.items()]


def _address(folder: str, client: Client) -> str:
    first = folder_pages.of_folders()[folder].staff.of_a_client[0]
    return url_for(first.endpoint("staff", folder), client_id=client.public_id)


def _of_a_client(folder: str, page: Page) -> Callable[..., Any]:
    def answer(client_id: str, **values: Any) -> Any:
        """404 where it is off for this client."""
        client = find_client(client_id)
        if not resolve.has_task(folder, client):
            abort(404)
        return page.view(client, **values)

    return answer
