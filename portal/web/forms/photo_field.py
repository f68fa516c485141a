"""A photo in a form: chosen now, or kept from before; what was uploaded well stays while other fields are wrong."""

from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import Field, Form
from wtforms.validators import StopValidation
from wtforms.widgets import FileInput

from portal.database import release_connection
from portal.i18n import lazy
from portal.images import remaking
from portal.images.remaking import PHOTO, PictureRefused
from portal.intake import pictures as kept
from portal.models import Picture
from portal.web import current

GONE = lazy("This photo is not there any more. Please choose it once more.")


class PhotoField(Field):  # type: ignore[misc]
    """``data``: the public id of a picture of the client who is signed in, or None.

    Sent as a file under its name, and as the id under ``<name>_kept``, unless ``<name>_remove`` is sent.
    """

    widget = FileInput()
    upload: FileStorage | None = None

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        super().process(None, *args, **kwargs)
        if formdata is None:
            return
        sent = formdata.get(self.name)
        self.upload = sent if isinstance(sent, FileStorage) and sent.filename else None
        self.data = None if formdata.get(f"{self.name}_remove") else formdata.get(f"{self.name}_kept") or None

    def pre_validate(self, form: Form) -> None:
        """Makes the photo anew and keeps it. Raises PicturesBusy."""
        if self.data and Picture.of_client(current.client().id, self.data) is None:
            self.data = None
            if self.upload is None:
                raise StopValidation(GONE)
        if self.upload is not None:
            self.data = self._keep(self.upload)

    def _keep(self, upload: FileStorage) -> str:
        release_connection()
        try:
            remade = remaking.remake(upload.stream.read(PHOTO.largest_file + 1), PHOTO)
        except PictureRefused as refusal:
            raise StopValidation(str(refusal.sentence)) from refusal
        return kept.keep(current.client(), remade)
