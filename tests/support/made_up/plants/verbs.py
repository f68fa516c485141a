"""What happens to plants."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from portal import clock
from portal.contract.option import Option
from portal.database import writing
from portal.extensions import db
from portal.mail import outbox
from portal.models import Client, OutgoingMail
from portal.models.event import SYSTEM, Actor, record
from portal.options import resolve
from portal.tasks.plants.models import Plant

MOST = Option("plants_most", "Plants at most", 2, "From 1 to 5.", bounds=(1, 5))


class NoRoom(Exception):
    """There are as many as the option allows."""


def plants_of(client: Client) -> list[Plant]:
    return list(db.session.scalars(select(Plant).where(Plant.client_id == client.id).order_by(Plant.id)))


def find(client: Client, public_id: str) -> Plant | None:
    return db.session.scalar(select(Plant).where(Plant.client_id == client.id, Plant.public_id == public_id))


def add(client: Client, name: str, by: Actor) -> None:
    """Raises NoRoom."""
    with writing():
        if len(plants_of(client)) >= int(resolve.decide(MOST, client).value):
            raise NoRoom()
        db.session.add(Plant(client_id=client.id, name=name, created_at=clock.now()))
        record("plant_added", by, client_id=client.id, plant=name)


def water(plant: Plant, by: Actor) -> None:
    with writing():
        plant.watered_at = clock.now()
        record("plant_watered", by, client_id=plant.client_id, plant=plant.name)


def remind() -> None:
    """Once a plant: whoever has a thirsty one gets a mail."""
    with writing():
        thirsty = select(Plant).where(Plant.watered_at.is_(None), Plant.reminded_at.is_(None))
        for plant in db.session.scalars(thirsty):
            plant.reminded_at = clock.now()
            email = plant.client.default_email
            if email is not None:
                outbox.put("plant_thirsty", email.address, client_id=plant.client_id)
                record("plant_reminder", SYSTEM, client_id=plant.client_id, plant=plant.name)


def until(mail: OutgoingMail) -> datetime:
    return mail.created_at + timedelta(hours=1)


def export(client: Client) -> Mapping[str, bytes]:
    return {"plants.json": json.dumps([plant.name for plant in plants_of(client)]).encode()}


def erase(client: Client) -> None:
    db.session.execute(delete(Plant).where(Plant.client_id == client.id))
