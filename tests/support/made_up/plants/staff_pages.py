"""The plants for staff: of one client, and of all."""

from flask import abort, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.extensions import db
from portal.models import Client
from portal.tasks.plants import verbs
from portal.tasks.plants.models import Plant
from portal.web import access, current
from portal.web.folder_pages import Page, StaffPages


def of_client(client: Client) -> str:
    return render_template("tasks/plants/of_client.html", client=client, plants=verbs.plants_of(client))


@access.managers_only
def watering_by_staff(client: Client, plant_id: str) -> Response:
    plant = verbs.find(client, plant_id)
    if plant is None:
        abort(404)
    verbs.water(plant, current.actor())
    return redirect(url_for("staff.plants_of_client", client_id=client.public_id), 303)


def of_all_clients() -> str:
    rows = db.session.scalars(select(Plant).options(joinedload(Plant.client)))
    return render_template("tasks/plants/all.html", plants=rows.all())


PAGES = StaffPages(
    of_a_client=[
        Page("", of_client),
        Page("<plant_id>/waterings", watering_by_staff, methods=("POST",)),
    ],
    of_all=[Page("", of_all_clients)],
)
