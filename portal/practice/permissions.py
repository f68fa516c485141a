"""Who manages whom, as things stand in the transaction under way."""

from sqlalchemy import select

from portal.errors import LastOwner, NotAllowed
from portal.extensions import db
from portal.models import Staff
from portal.models.event import Actor


def refuse_others(by: Actor, *roles: str) -> None:
    """Only managers manage staff, and only owners manage owners. Raises NotAllowed, never for the portal itself."""
    if by.kind == "system":
        return
    acting = db.session.get(Staff, by.staff_id) if by.staff_id is not None else None
    if acting is None or not all(acting.manages(role) for role in roles):
        raise NotAllowed()


def keep_an_owner(person: Staff) -> None:
    """Call before this person stops being an active owner. Raises LastOwner where there is no other."""
    if not (person.is_owner and person.is_active):
        return
    other = select(Staff.id).where(
        Staff.role == "owner", Staff.registered_at.is_not(None), Staff.deactivated_at.is_(None), Staff.id != person.id
    )
    if db.session.scalar(other.limit(1)) is None:
        raise LastOwner()
