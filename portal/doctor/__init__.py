"""`portal doctor`: looks at everything that must be right, and says what to do where it is not."""

from collections.abc import Callable, Iterator

from portal import config, create_app
from portal.config import Settings
from portal.config_values import SettingError
from portal.doctor import address, front, machine, post, records
from portal.doctor.finding import Case, Finding
from portal.extensions import db

CHECKS: dict[str, Callable[[Case], Finding]] = {
    "secret": machine.secret,
    "file modes": machine.file_modes,
    "disk space": machine.disk_space,
    "database": records.database,
    "integrity": records.integrity,
    "schema": records.schema,
    "events": records.events,
    "clock": records.clock_and_zone,
    "portal": address.portal,
    "public address": address.public_address,
    "certificate": address.certificate,
    "proxy": front.proxy,
    "uploads": front.uploads,
    "mail worker": post.mail_worker,
    "mails": post.mails,
    "mail server": post.mail_server,
}


def examine() -> Iterator[tuple[str, Finding]]:
    """Each check with what it found; without settings and data folder nothing else can be looked at."""
    try:
        settings = config.load()
    except SettingError as error:
        yield "settings", Finding(str(error), "Correct it where it is set, and run this again.")
        return
    folder = settings.data_dir
    if not folder.is_dir():
        yield "settings", Finding(f"there is no data folder {folder}", "Check PORTAL_DATA_DIR; portal serve makes it.")
        return
    yield "settings", Finding(f"data folder {folder}")
    yield from _examine(settings)


def _examine(settings: Settings) -> Iterator[tuple[str, Finding]]:
    config.use(settings)
    case = Case(settings, address.answer_of_portal(settings))
    try:
        context = create_app(settings).app_context()
    except SettingError:  # told by the check of the secret, and by each that needs more
        context = None
    if context:
        context.push()
    for name, check in CHECKS.items():
        yield name, _look(check, case)
    if context:
        db.session.remove()
        db.engine.dispose()
        context.pop()


def _look(check: Callable[[Case], Finding], case: Case) -> Finding:
    try:
        return check(case)
    except Exception as error:  # one that cannot be made must not keep the others from speaking
        return Finding(f"could not be looked at ({type(error).__name__})", "First mend what is wrong above.")
