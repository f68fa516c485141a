"""The pages of clients."""

from flask import Blueprint

client = Blueprint("client", __name__)

from portal.client import (  # noqa: E402, F401
    account,
    codes,
    guide,
    home,
    languages,
    password_reset,
    pictures,
    registration,
    renewals,
    session,
    sign_in,
    steps,
    tasks,
)
