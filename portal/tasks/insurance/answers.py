"""What is kept of the insurance."""

from portal.contract.parts import Values
from portal.models.step_record import Answers

OF_ANOTHER = ("holder_name", "holder_birth_date")


def is_on_file(answers: Answers) -> bool:
    """Also that there is no insurance."""
    return bool(answers)


def tidy(values: Values) -> Answers:
    """Without what is empty, and what does not belong to it: a plan where there is none, a holder who is the client."""
    if values.get("no_insurance"):
        return {"no_insurance": True}
    without = ("no_insurance", *(() if values.get("holder") == "other" else OF_ANOTHER))
    return {name: value for name, value in values.items() if value and name not in without}
