"""Plants: a folder with everything that a folder may offer."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, func, select

from portal import config
from portal.contract.offers import Attention, Job, MailOffer, MenuEntry
from portal.contract.parts import Live, Part, Step, Task
from portal.i18n import _
from portal.models import Client, OutgoingMail
from portal.tasks.plants import verbs
from portal.tasks.plants.models import Plant

_THIRSTY = select(func.count(Plant.id)).where(Plant.watered_at.is_(None))
_THIRSTY_OF_CLIENT = _THIRSTY.where(Plant.client_id == Client.id).scalar_subquery()


def _mail_values(mail: OutgoingMail) -> dict[str, str]:
    button = _("Open your account") if mail.is_neutral else "Water the plant"
    return {"link": config.current().public_url + "/plants", "button": button}


def _sentence(row: Row[Any]) -> str:
    return f"Thirsty: {row.name}"


PART = Part(
    place=30,
    step=Step(
        title="Your first plant",
        staff_title="Client's first plant",
        asks="Asks for a plant.",
        is_done=lambda client: bool(verbs.plants_of(client)),
    ),
    task=Task(
        label="Plants",
        about="The client waters plants.",
        summary="Your plants, and when they were watered.",
        guide=("Press [Plants] to water your plants.",),
        needs=("plants",),
        line=Live(_THIRSTY_OF_CLIENT, lambda count: f"{count} to water" if count else ""),
        staff_line=Live(_THIRSTY_OF_CLIENT, lambda count: f"{count} thirsty"),
    ),
    options=(verbs.MOST,),
    events={
        "plant_added": "Plant added: {plant}",
        "plant_watered": "Plant watered: {plant}",
        "plant_reminder": "Reminded of a plant: {plant}",
    },
    mails={"plant_thirsty": MailOffer("Plant reminder", _mail_values, until=verbs.until)},
    attention=(
        Attention(
            "plants_thirsty",
            select(Plant.public_id.label("subject"), Plant.client_id, Plant.created_at.label("at"), Plant.name).where(
                Plant.watered_at.is_(None)
            ),
            _sentence,
        ),
    ),
    jobs=(Job(verbs.remind, timedelta(seconds=1)),),
    menu=MenuEntry("Plants", after="clients", count=_THIRSTY.scalar_subquery(), counted="thirsty"),
    export=verbs.export,
    erase=verbs.erase,
)
