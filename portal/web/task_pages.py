"""Where the pages of steps and tasks come from: their addresses and their templates."""

from collections.abc import Mapping

from flask import Flask, current_app
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader
from werkzeug.routing import BaseConverter, Map

from portal.contract import tasks
from portal.contract.parts import Task
from portal.models import Client
from portal.options import resolve
from portal.web import folder_pages
from portal.web.folder_pages import FolderPages


class _Name(BaseConverter):
    """One of the names there are; whatever else has this place in an address is another rule's, or 404."""

    names: tuple[str, ...] = ()

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map)
        self.regex = "|".join(self.names) or "(?!)"


def init_app(app: Flask, pages: Mapping[str, FolderPages]) -> None:
    """Before the blueprints are registered; ``pages`` by the names of the folders."""
    app.extensions["folder_pages"] = pages
    app.url_map.converters["step"] = type("StepName", (_Name,), {"names": tuple(tasks.steps())})
    app.url_map.converters["task"] = type("TaskName", (_Name,), {"names": tuple(tasks.tasks())})
    own: dict[str, BaseLoader] = {name: FileSystemLoader(folder.path / "templates") for name, folder in pages.items()}
    assert app.jinja_loader is not None
    app.jinja_loader = ChoiceLoader([app.jinja_loader, PrefixLoader({"tasks": PrefixLoader(own)})])
    app.jinja_env.globals.update(tasks_of=tasks_of, own_style=own_style)


def tasks_of(client: Client) -> dict[str, Task]:
    """Those that are switched on for this client, by the names of their folders."""
    return {name: task for name, task in tasks.tasks().items() if resolve.has_task(name, client)}


def own_style(section: str) -> str:
    """The address of the style that a folder has for its own pages, or empty."""
    assets, name = current_app.extensions["assets"], folder_pages.style_of(section)
    return assets.address(name) if name in assets.by_path else ""
