"""Where the words of mails are: in templates/email, and in the folders of portal/tasks."""

from jinja2 import ChoiceLoader, Environment, FunctionLoader, PackageLoader, StrictUndefined, select_autoescape

from portal.contract import tasks
from portal.i18n import _, ngettext


def _of_a_folder(name: str) -> str | None:
    """The text of this template in a folder of portal/tasks, or None."""
    paths = (folder / name for folder in tasks.mail_templates())
    return next((path.read_text("utf-8") for path in paths if path.is_file()), None)


TEMPLATES = Environment(
    loader=ChoiceLoader([PackageLoader("portal", "templates/email"), FunctionLoader(_of_a_folder)]),
    extensions=["jinja2.ext.i18n"],
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
TEMPLATES.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]
