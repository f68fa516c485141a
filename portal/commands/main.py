"""The command `portal`."""

import sys
from pathlib import Path

import click
from sqlalchemy.exc import DatabaseError

from portal import config, create_app
from portal.audit import verify as record
from portal.backups import BackupFailed
from portal.config import Settings
from portal.config_values import SettingError
from portal.credentials import passwords
from portal.models import Staff
from portal.schema import MigrationFailed, NewerDatabase


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def portal() -> None:
    """The client portal of a therapy practice."""


@portal.command()
def serve() -> None:
    """Serve the portal and send its mail."""
    from portal import server  # the web server is not needed by the other commands

    server.serve(config.load())


@portal.command()
def worker() -> None:
    """Only send mail; `serve` does it too."""
    from portal import server

    server.work()


@portal.group()
def staff() -> None:
    """Those who work at the practice."""


@staff.command("reset")
@click.argument("username")
def reset_staff(username: str) -> None:
    """Print a one-hour link to choose a new password, and clear waits."""
    settings = config.load()
    with _opened(settings).app_context():
        person = Staff.by_sign_in_name(username)
        if person is None:
            raise click.ClickException(f"Nobody on staff has the username {username!r}.")
        if not person.is_active:
            raise click.ClickException(f"The staff account of {person.name} is deactivated. Activate it first.")
        click.echo(f"{settings.public_url}/staff/reset-password/{passwords.staff_link(person)}")


@staff.command("add")
@click.option("--name")
@click.option("--email")
@click.option("--username")
@click.option("--role", metavar="owner|manager|staff")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, one line.")
def add_staff(password_stdin: bool, **given: str | None) -> None:
    """Add a member of staff who can sign in at once; asks for what is missing."""
    from portal.commands import staff_add  # the other commands need no forms

    with _opened(config.load()).app_context():
        person = staff_add.add(given, password_stdin)
        click.echo(f"{person.name} can sign in as {person.username}.")


@portal.group()
def audit() -> None:
    """The record of what happened."""


@audit.command("verify")
def verify() -> None:
    """Check the chain of all events; names the first bad row and exits with 1."""
    with _opened(config.load()).app_context():
        verdict = record.verify()
    if verdict.fault is not None:
        raise click.ClickException(f"{verdict.fault[0].upper()}{verdict.fault[1:]}.")
    click.echo(f"{verdict.sentence}. Last hash: {verdict.head}")


@portal.command()
def doctor() -> None:
    """Look at everything that must be right, a line each; exits with 1 where something is wrong."""
    from portal.doctor import examine  # the other commands do not need what it looks at

    is_wrong = False
    for name, finding in examine():
        is_wrong = is_wrong or finding.is_wrong
        advice = f". {finding.advice}" if finding.advice else ""
        click.echo(f"{finding.mark:<5}  {name:<14}  {finding.found}{advice}")
    sys.exit(is_wrong)


def _opened(settings: Settings):  # type: ignore[no-untyped-def]
    database = settings.database_url.removeprefix("sqlite:///")
    if not Path(database).is_file():
        raise click.ClickException(f"There is no portal at {database}.")
    return create_app(settings)


def main() -> None:
    """Entry point: what stops a command is one line on standard error, exit status 2."""
    try:
        portal()
        return
    except SettingError as error:
        why = str(error)
    except DatabaseError as error:
        why = f"The database cannot be used: {error.orig}."
    except NewerDatabase as error:
        why = f"This database is not for this version: {error}"
    except BackupFailed as error:
        why = f"The database was left as it is, since no backup could be made: {error}"
    except MigrationFailed as error:
        why = f"The database was left as it is, since it cannot be brought up to date: {error}"
    except OSError as error:
        why = f"{error.filename or 'The portal'} cannot be used: {error.strerror or error}."
    print(why, file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main()
