"""What no form may hold."""

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # not typed by people, and no page may repeat them


def comes_twice(*parts: MultiDict[str, Any]) -> bool:
    """Whether a field or a file does."""
    return any(len(values) > 1 for fields in parts for _name, values in fields.lists())


def holds_controls(fields: Mapping[str, str]) -> bool:
    return any(_CONTROL.search(value) for value in fields.values())


def is_clean(fields: Mapping[str, str], *files: MultiDict[str, Any]) -> bool:
    many = [part for part in (fields, *files) if isinstance(part, MultiDict)]
    return not holds_controls(fields) and not comes_twice(*many)
