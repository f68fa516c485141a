"""Options as somebody has set them."""

from portal.credentials import options
from portal.credentials.options import Value
from portal.models import Client, Practice, Staff
from tests.support import factories


def choose(whose: Practice | Staff | Client | None = None, **wanted: Value | None) -> None:
    """By Dana, for the practice unless ``whose`` says otherwise."""
    options.change(whose or Practice.one(), wanted, factories.dana())
