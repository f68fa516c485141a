"""The form of the insurance as somebody fills it in."""

import io
from typing import Any

from portal.extensions import db
from portal.intake import answers
from portal.models import Client, Picture
from portal.models.step_record import Answers
from tests.support import photos

TEXTS = {"plan": "Blue Shield PPO", "member_number": "XEA 123 456", "group_number": "77-001"}
LEAST = {"plan": "Blue Shield PPO", "member_number": "XEA 123 456", "holder": "self"}
OTHER = LEAST | {"holder": "other", "holder_name": "Carlos Delgado", "month": "3", "day": "14", "year": "1958"}
NONE = {"no_insurance": "y", "holder": "self"}
VALUES = TEXTS | {"holder": "other", "holder_name": "Inès Delacroix", "holder_birth_date": "1951-10-02"}  # of the form


def upload(data: bytes | None = None, name: str = "IMG_0001.jpg", kind: str = "image/jpeg") -> tuple[Any, str, str]:
    """A file as a browser sends it; its name and kind are whatever the browser says."""
    return io.BytesIO(photos.file() if data is None else data), name, kind


def pictures_of(client: Client) -> list[str]:
    db.session.rollback()
    found = db.session.query(Picture).filter_by(client_id=client.id).order_by(Picture.id)
    return [picture.public_id for picture in found]


def rosa() -> Client:
    """As the requests have left her."""
    db.session.rollback()
    return db.session.query(Client).filter_by(first_name="Rosa").one()


def kept() -> Answers:
    """What is on file of her insurance."""
    return answers.on_file(rosa(), "insurance", answers.find(rosa(), "insurance"))
