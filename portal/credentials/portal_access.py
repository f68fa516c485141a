"""Portal access, on and off."""

from portal import clock
from portal.authentication import sessions
from portal.credentials import links
from portal.database import writing
from portal.errors import NotActive
from portal.models import Client
from portal.models.event import Actor, record
from portal.models.link import EndedWhy


def set_access(client: Client, enabled: bool, by: Actor) -> None:
    """Bring portal access into the wanted state; each press leaves its event.

    Off ends sessions and links in the same transaction; on brings back username
    and password and nothing else. Raises NotActive where there is no account.
    """
    with writing():
        account = client.account
        if account is None:
            raise NotActive()
        if enabled:
            account.disabled_at = account.disabled_by_id = None
        elif account.disabled_at is None:
            account.disabled_at, account.disabled_by_id = clock.now(), by.staff_id
        if not enabled:
            links.end_open(EndedWhy.ACCESS_TURNED_OFF, by_id=by.staff_id, client_id=client.id)
            sessions.end_all("access_turned_off", client_id=client.id)
        record("access_turned_on" if enabled else "access_turned_off", by, client_id=client.id)
