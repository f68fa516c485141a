"""The extensions, made here and bound to an application in create_app()."""

from flask import request
from flask_login import LoginManager
from flask_mail import Mail
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class SignIns(LoginManager):  # type: ignore[misc]
    """Who is signed in is told by our own cookies alone (web/current.load): Flask-Login's, what it would put into a
    session, and the header it knows are not read, so that they can neither sign in nor keep out.
    """

    def _load_user(self) -> None:
        self._update_request_context_with_user(self._load_user_from_request(request))


db = SQLAlchemy(model_class=Base)
login_manager = SignIns()
mail = Mail()
