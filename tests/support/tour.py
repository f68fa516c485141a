"""A walk through the pages of clients in the made-up language: what was seen, and which words were not marked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, request, request_started, template_rendered
from jinja2 import Template
from werkzeug.test import TestResponse

from portal.extensions import db
from portal.models import Client, Link
from portal.web.forms.birth_date import month_names
from tests.support import cast, factories, marked
from tests.support.links import open_link
from tests.support.visitor import Visitor

# what no language changes: names, numbers, addresses, and the words that Babel and WTForms have
DATA = (
    month_names(),
    cast.PRACTICE, cast.PHONE, "http://127.0.0.1:8000/home", "http://127.0.0.1:8000", "no-reply@maple.test", "rosie.d",
    "Rosie", "Theo", "Robin", "nora77", "English", "Español", "hora estándar oriental", "Opción inválida.",
)  # fmt: skip


@dataclass
class Tour:
    """``bare`` are the words without marks, with the scene and the page that they stand on."""

    app: Flask
    bare: list[str] = field(default_factory=list)
    endpoints: set[str] = field(default_factory=set)
    templates: set[str] = field(default_factory=set)
    scene: str = ""

    def visitor(self, ip: str = "127.0.0.1") -> "Guest":
        browser = Visitor(self.app, ip=ip)
        browser.asks_for = "es"
        return Guest(self, browser)

    def holder(self, link: Link) -> "Guest":
        """Somebody who has just opened this link."""
        guest = self.visitor()
        self.look(open_link(guest.browser, link))
        return guest

    def signed_in(self, name: str) -> "Guest":
        account, guest = client(name).account, self.visitor()
        assert account
        guest.browser.set_cookie("client", factories.sign_in(account))
        return guest

    def look(self, answer: TestResponse) -> TestResponse:
        if answer.mimetype == "text/html" and answer.status_code != 303:
            found = marked.bare_of_page(answer.text, DATA)
            self.bare += [f"{self.scene}, {answer.request.path}, {answer.status_code}: {words}" for words in found]
        return answer

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Note which routes answer, and with which templates."""

        def note_route(_: Flask, **__: Any) -> None:
            self.endpoints.add(f"{request.method} {request.endpoint}")

        def note_template(_: Flask, template: Template, **__: Any) -> None:
            self.templates.add(template.name or "")

        routes = request_started.connected_to(note_route, self.app)
        pages = template_rendered.connected_to(note_template, self.app)
        with routes, pages:
            yield


@dataclass
class Guest:
    """One browser; each page that it opens is looked at."""

    tour: Tour
    browser: Visitor

    def get(self, address: str, **kwargs: Any) -> TestResponse:
        return self.tour.look(self.browser.get(address, **kwargs))

    def post(self, address: str, fields: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        return self.tour.look(self.browser.post(address, fields, **kwargs))


Scene = Callable[[Tour], None]


def client(first_name: str) -> Client:
    """The newest of this name, as the requests have left them."""
    db.session.rollback()
    found = db.session.query(Client).filter_by(first_name=first_name).order_by(Client.id.desc()).first()
    assert found is not None
    return found


def newest_link(first_name: str) -> Link:
    link = db.session.query(Link).filter_by(client_id=client(first_name).id).order_by(Link.id.desc()).first()
    assert link is not None
    return link


def joining(scenes: list[Scene]) -> Callable[[Scene], Scene]:
    """A decorator that puts a scene into this list."""

    def join(scene: Scene) -> Scene:
        scenes.append(scene)
        return scene

    return join
