"""A field of one line of text or several."""

import re

from wtforms import Form, TextAreaField
from wtforms.validators import Optional, StopValidation

from portal.sentences import INVISIBLE_CHARACTERS
from portal.text import tidy
from portal.web.forms.fields import CONTROL, at_most


def lines_field(label: str, longest: int) -> TextAreaField:
    """Text of one line or several, without empty ones; None where there is none."""
    validators = [Optional(), no_controls, at_most(longest)]
    return TextAreaField(label, filters=[_tidy_lines], validators=validators)


def _tidy_lines(text: str | None) -> str | None:
    lines = (tidy(line) for line in re.split(r"\r\n|\r|\n", text or ""))
    return "\n".join(line for line in lines if line) or None


def no_controls(form: Form, field: TextAreaField) -> None:
    if field.data and CONTROL.search(field.data.replace("\n", "")):
        raise StopValidation(str(INVISIBLE_CHARACTERS))
