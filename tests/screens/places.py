"""The servers that show the screens, each started once, with people in every state."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from portal.authentication import sign_in_counters
from portal.authentication.audiences import CLIENT, STAFF, Audience
from portal.credentials import passwords
from portal.database import writing
from portal.demo.people import Person as DemoPerson
from portal.limits import attempts
from portal.models import Client, PortalAccount
from tests.screens import furnishing, people, staff_people, stories
from tests.screens.stories import Told
from tests.support import factories, folders
from tests.support.cast import Person
from tests.support.live import prepared
from tests.support.server import Server
from tests.support.smtp import Receiver, free_port

PORTAL, KEPT, NEW = "portal", "kept", "new"  # with a mail server; without one; not set up yet
FOLDERS = "folders"  # with steps and tasks that only tests have
HELD = "held"  # with a mail server that took no password before all mail was held
TRIED_OUT = "tried.too.often"
WAITING = ("waits", "waits_too")  # people who have tried so too
ON_THE_SECOND_PAGE = 30


@dataclass
class Place:
    server: Server
    cookies: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    def path(self, template: str) -> str:
        """``{invited}`` is the id of a client, ``{locked_link}`` the text of the first link they were sent."""
        return template.format_map(self.values)


class Places:
    """Started when first asked for."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self._running: dict[str, Place] = {}

    def __getitem__(self, name: str) -> Place:
        if name not in self._running:
            makers = {PORTAL: _portal, KEPT: _kept, NEW: _new, HELD: _held, FOLDERS: _folders}
            self._running[name] = self._stack.enter_context(makers[name](self._folder / name / "data"))
        return self._running[name]


@contextmanager
def places(folder: Path) -> Iterator[Places]:
    with ExitStack() as stack:
        yield Places(folder, stack)


@contextmanager
def _portal(folder: Path) -> Iterator[Place]:
    """Mails go to a receiver that takes them; the file is read by this process and by the server."""
    with Receiver() as receiver:
        folder.mkdir(parents=True, mode=0o700)
        mail = f'mail_server = "127.0.0.1"\nmail_port = {receiver.port}\nmail_security = "none"\n'
        (folder / "portal.toml").write_text(mail + 'mail_from = "no-reply@maple.example"\n')
        with _filled(folder, people.PORTAL_PEOPLE, furnishing.dress) as place:
            yield place


@contextmanager
def _kept(folder: Path) -> Iterator[Place]:
    with _filled(folder, people.KEPT_PEOPLE) as place:
        yield place


@contextmanager
def _held(folder: Path) -> Iterator[Place]:
    folder.mkdir(parents=True, mode=0o700)
    mail = f'mail_server = "127.0.0.1"\nmail_port = {free_port()}\nmail_security = "none"\n'
    (folder / "portal.toml").write_text(mail)
    with _filled(folder, people.KEPT_PEOPLE, furnishing.hold_mail) as place:
        yield place


@contextmanager
def _new(folder: Path) -> Iterator[Place]:
    folder.parent.mkdir(parents=True)
    with Server(folder) as server:
        yield Place(server, values={"setup": server.setup_address()})


@contextmanager
def _folders(folder: Path) -> Iterator[Place]:
    """As many tasks as a practice may have one day."""
    folder.parent.mkdir(parents=True)
    furnishing.write_folders(folder.parent)
    environment = folders.environment(folder.parent)
    with ExitStack() as stack:
        with folders.known(folder.parent):  # by this process only while it makes the people: other tests share it
            place = stack.enter_context(_filled(folder, people.FOLDER_PEOPLE, furnishing.switch_on, environment))
        yield place


@contextmanager
def _filled(
    folder: Path, persons: dict[str, DemoPerson], more: Callable[[], dict[str, str]] = dict,
    environment: dict[str, str] | None = None,
) -> Iterator[Place]:  # fmt: skip
    cookies: dict[str, str] = {}
    values: dict[str, str] = {}

    def fill() -> None:
        values["staff_link"] = passwords.staff_link(factories.make_sam())
        values.update(staff_people.fill())
        for name, told in stories.live_all(persons).items():
            values.update(_values(name, told))
        values.update(more())
        for audience in (CLIENT, STAFF):
            _lock_out(audience, TRIED_OUT)
        for name in WAITING:
            if name in persons:
                _lock_out(CLIENT, values[f"{name}_username"])
        for name in set(people.SIGNED_IN) & set(persons):
            cookies[name] = factories.sign_in(_account(values[name]))
        if "active" in persons:
            cookies["client"] = factories.sign_in(_account(values["active"]))
            for number in range(ON_THE_SECOND_PAGE):
                factories.make_client(Person("Wanda", f"Zimmer {number + 1}", None))

    folder.parent.mkdir(parents=True, exist_ok=True)
    with prepared(folder, fill, **(environment or {})) as (server, staff_cookie):
        yield Place(server, cookies | {"staff": staff_cookie}, values)


def _values(name: str, told: Told) -> dict[str, str]:
    """The words that a path may hold about one person."""
    texts = {name: told.client_id} | ({f"{name}_username": told.username} if told.username else {})
    texts |= {f"{name}_email": told.email_ids[0]} if told.email_ids else {}
    texts |= {f"{name}_link": told.links[0], f"{name}_last_link": told.links[-1]} if told.links else {}
    return texts


def _account(client_id: str) -> PortalAccount:
    client = Client.by_public_id(client_id)
    assert client is not None and client.account is not None
    return client.account


def _lock_out(audience: Audience, username: str) -> None:
    """So many wrong passwords for this name that the wait is its longest."""
    counter = sign_in_counters.counters(audience, username, "192.0.2.1")[0]
    with writing():
        for _ in range(10):
            attempts.note_within(counter)
