"""The form of the insurance: none, or whose plan it is and what its card says."""

from datetime import date
from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice

from portal.i18n import _, lazy
from portal.models.step_record import Answers
from portal.web.forms.birth_date import DateParts
from portal.web.forms.fields import text_field
from portal.web.forms.photo_field import PhotoField

HOLDERS = {"self": lazy("Me"), "other": lazy("Someone else")}


class InsuranceForm(DateParts):
    no_insurance = BooleanField(lazy("I have no insurance"))
    plan = text_field(lazy("Insurance company and plan"), 200)
    member_number = text_field(lazy("Member number"), 60)
    group_number = text_field(lazy("Group number"), 60)
    holder = SelectField(lazy("Policy holder"), choices=[SelectChoice(*holder) for holder in HOLDERS.items()])
    holder_name = text_field(lazy("Their name"), 200)
    front = PhotoField(lazy("Photo of the front"))
    back = PhotoField(lazy("Photo of the back"))

    def validate(self, extra_validators: Any = None) -> bool:
        """A client without insurance need not correct the rest, which is not kept."""
        is_valid = super().validate(extra_validators)
        if self.no_insurance.data:
            return True
        return all([is_valid, self._has_plan(), self.holder.data != "other" or self._has_holder()])

    def _has_plan(self) -> bool:
        if not self.plan.data:
            self.refuse("plan", _("Enter your insurance company and plan, or check that you have no insurance."))
        if not self.member_number.data:
            self.refuse("member_number", _("Enter the member number, as it stands on your card."))
        return bool(self.plan.data and self.member_number.data)

    def _has_holder(self) -> bool:
        if not self.holder_name.data:
            self.refuse("holder_name", _("Enter the name of the policy holder."))
        has_date = self.read_birth_date(_("Enter the date of birth of the policy holder."))
        return bool(self.holder_name.data) and has_date

    @property
    def values(self) -> dict[str, Any]:
        rest = {name: value for name, value in super().values.items() if name not in ("month", "day", "year")}
        return rest | {"holder_birth_date": self.birth_date and self.birth_date.isoformat()}


def make(answers: Answers) -> InsuranceForm:
    born = date.fromisoformat(answers["holder_birth_date"]) if "holder_birth_date" in answers else None
    parts = {"month": str(born.month), "day": str(born.day), "year": str(born.year)} if born else {}
    return InsuranceForm(data=answers | parts)
