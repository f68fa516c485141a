"""The plants for clients."""

from typing import Any

from flask import Response, abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.tasks.plants import verbs
from portal.web import access, current
from portal.web.folder_pages import ClientPages, Page, StepPage
from portal.web.forms.fields import PortalForm, text_field


class PlantForm(PortalForm):
    plant = text_field("Name of the plant", 60, needed="Enter a name.")


def first_plant(values: dict[str, Any]) -> str:
    form = PlantForm()
    if form.validate_on_submit():
        verbs.add(current.client(), form.plant.data, current.actor())
    return render_template("tasks/plants/step.html", form=form, **values)


@access.larger_body(2 * 1024 * 1024)
def plants() -> BaseResponse:
    form, client = PlantForm(), current.client()
    if form.validate_on_submit():
        try:
            verbs.add(client, form.plant.data, current.actor())
            return redirect(url_for("client.task", task="plants"), 303)
        except verbs.NoRoom:
            form.refuse("plant", "There is no room for more plants.")
    page = render_template("tasks/plants/plants.html", form=form, plants=verbs.plants_of(client))
    return make_response(page, 422 if form.is_submitted() else 200)


def watering(plant_id: str) -> BaseResponse:
    plant = verbs.find(current.client(), plant_id)
    if plant is None:
        abort(404)
    verbs.water(plant, current.actor())
    return redirect(url_for("client.task", task="plants"), 303)


@access.polled
def news() -> Response:
    """204 while nothing is thirsty."""
    thirsty = [plant for plant in verbs.plants_of(current.client()) if plant.watered_at is None]
    return Response("", 204) if not thirsty else Response(f"{len(thirsty)} thirsty", mimetype="text/plain")


def leaflet() -> str:
    return "Water plants in the morning."


PAGES = ClientPages(
    step=StepPage(view=first_plant),
    pages=[
        Page("", plants, methods=("GET", "POST")),
        Page("<plant_id>/waterings", watering, methods=("POST",)),
        Page("news", news),
        Page("leaflet", leaflet, open_to_all="It tells nothing about anybody."),
    ],
)
