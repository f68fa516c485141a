"""The tables, and rules that need one row."""

from portal.models.account import PortalAccount
from portal.models.attempt import Attempt, ResetRequest
from portal.models.attention import Dismissal
from portal.models.client import Client, EmailAddress
from portal.models.device_mark import DeviceMark
from portal.models.event import Event
from portal.models.link import BirthDateConfirmation, Link
from portal.models.outgoing_mail import OutgoingMail
from portal.models.picture import Picture
from portal.models.practice import Practice
from portal.models.sign_in import SignIn
from portal.models.staff import Staff
from portal.models.step_record import StepRecord

__all__ = [
    "Attempt",
    "BirthDateConfirmation",
    "Client",
    "DeviceMark",
    "Dismissal",
    "EmailAddress",
    "Event",
    "Link",
    "OutgoingMail",
    "Picture",
    "PortalAccount",
    "Practice",
    "ResetRequest",
    "SignIn",
    "Staff",
    "StepRecord",
]
