"""Options as somebody has set them."""

from portal.contract.option import Value
from portal.models import Client, Practice, Staff
from portal.options import resolve
from tests.support import factories


def choose(whose: Practice | Staff | Client | None = None, **wanted: Value | None) -> None:
    """By Dana, for the practice unless ``whose`` says otherwise."""
    resolve.change(whose or Practice.one(), wanted, factories.dana())
