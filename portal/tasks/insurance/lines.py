"""The insurance as it is read, and accepted where a client has changed it."""

from collections.abc import Callable
from datetime import date

from portal import dates
from portal.contract.parts import Line
from portal.i18n import _, lazy
from portal.models import Practice
from portal.models.step_record import Answers


def _value(name: str) -> Callable[[Answers], str]:
    return lambda answers: answers.get(name, "")


def _plan(answers: Answers) -> str:
    return _("No insurance") if answers.get("no_insurance") else str(answers.get("plan", ""))


def _holder(answers: Answers) -> str:
    """Carlos Delgado, born March 14, 1958"""
    if answers.get("holder") != "other":
        return _("Self") if answers.get("holder") else ""
    name, born = str(answers.get("holder_name", "")), answers.get("holder_birth_date")
    if not born:
        return name
    date_of_birth = dates.full_date(date.fromisoformat(born), Practice.one().zone)
    return str(_("%(name)s, born %(date)s", name=name, date=date_of_birth))


LINES = (
    Line("plan", lazy("Insurance company and plan"), ("no_insurance", "plan"), _plan),
    Line("member_number", lazy("Member number"), ("member_number",), _value("member_number")),
    Line("group_number", lazy("Group number"), ("group_number",), _value("group_number"), is_rare=True),
    Line("holder", lazy("Policy holder"), ("holder", "holder_name", "holder_birth_date"), _holder),
    Line("front", lazy("Photo of the front"), ("front",), _value("front"), is_picture=True),
    Line("back", lazy("Photo of the back"), ("back",), _value("back"), is_picture=True),
)
