"""The pages of clients."""

from flask import Blueprint

client = Blueprint("client", __name__)

from portal.client import account, guide, home, password_reset, registration, renewals, sign_in  # noqa: E402, F401
