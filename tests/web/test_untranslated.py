"""No client reads a word that is not in the catalogue: every page in every state, every mail, and the guide.

They are written in a made-up language whose every message is marked.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from jinja2 import BytecodeCache

from portal import config, create_app
from portal.contract import tasks
from portal.extensions import db
from portal.guide import content, pdf
from portal.i18n import speaking
from portal.mail import texts
from portal.models import OutgoingMail, Practice
from tests.conftest import START
from tests.house.code import templates
from tests.support import factories, guides, marked, scenes, scenes_inside, world
from tests.support.choices import choose
from tests.support.database import Snapshot
from tests.support.tour import DATA, Tour, newest_link

PARTS = (
    "_", "layout", "plain", "client/layout", "client/steps/layout", "shared/forms", "shared/checks", "shared/changes",
    "shared/photos",
)  # fmt: skip


@pytest.fixture(scope="module")
def tour(
    tmp_path_factory: pytest.TempPathFactory, migrated_folder: Path, compiled_templates: BytecodeCache
) -> Iterator[Tour]:
    """All scenes, each among people as the world has them."""
    folder = tmp_path_factory.mktemp("tour") / "data"
    shutil.copytree(migrated_folder, folder)
    mail = {"PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_SECURITY": "none",
            "PORTAL_MAIL_FROM": "no-reply@maple.test"}  # fmt: skip
    settings = config.load({"PORTAL_DATA_DIR": str(folder), **mail})
    app = create_app(settings)
    app.jinja_env.bytecode_cache = compiled_templates
    whole = Tour(app)
    with app.app_context(), time_machine.travel(START, tick=False):
        factories.make_practice()
        world.make(app)
        choose(step_details="dont_ask", task_details=False)
        start = Snapshot(settings)
        for play in scenes.SCENES + scenes_inside.SCENES:
            start.restore()
            whole.scene = play.__name__
            with marked.spoken(), whole.watching():
                play(whole)
    yield whole
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_no_page_says_a_word_that_is_not_translated_and_every_route_and_page_was_seen(tour: Tour) -> None:
    assert not sorted(set(tour.bare))
    ways = {f"{method} {rule.endpoint}" for rule in tour.app.url_map.iter_rules() for method in rule.methods or ()
            if rule.endpoint.startswith("client.") and method in ("GET", "POST")}  # fmt: skip
    assert ways - tour.endpoints == set()
    pages = {name for name in templates() if name.startswith(("client/", "shared/", "tasks/"))}
    parts = {name for name in pages if name.rpartition("/")[2].startswith("_") or name.startswith(PARTS)}
    assert pages - parts - tour.templates == set()


def test_no_mail_to_a_client_says_a_word_that_is_not_translated(app: Flask) -> None:
    rosa = factories.rosa()
    factories.change(rosa, language="es")
    factories.theo()
    for kind in (kind for kind in texts.SUBJECTS if not kind.startswith("staff_")):
        link = newest_link("Theo") if kind in texts.WITH_LINK else None
        data = (*DATA, "/register/", "/reset-password/", factories.text_of(link)) if link else DATA
        with marked.spoken(), db.session.no_autoflush:
            mail = OutgoingMail(kind=kind, client=rosa, link=link, created_at=START, is_sample=False)
            written, subject = texts.write(mail), texts.subject(mail)
        db.session.rollback()
        assert not marked.bare(f"{subject}\n{written.text}", data) + marked.bare_of_page(written.html, data)


def test_the_guide_says_no_word_that_is_not_translated(app: Flask) -> None:
    choose(**{f"task_{name}": True for name in tasks.tasks()})
    with marked.spoken(), speaking("es"):
        document = pdf.make(content.write(Practice.one()))
    assert not marked.bare("\n".join(guides.pages(document)), DATA)
