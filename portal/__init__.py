"""The client portal that a therapy practice hosts itself."""

from flask import Flask

from portal import config, data_folder, database, extensions, i18n, tasks
from portal.authentication import password_hashing
from portal.config import Settings
from portal.extensions import db, login_manager
from portal.images import remaking


def create_app(settings: Settings | None = None) -> Flask:
    """The application, its steps in order. Raises SettingError, and RuntimeError for a route nobody may open."""
    settings = settings or config.load()
    config.use(settings)
    tasks.load()
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(flask_settings(settings))
    for extension in (db, login_manager, extensions.mail):
        extension.init_app(app)
    from portal.web import languages

    i18n.babel.init_app(app, locale_selector=languages.choose)
    with app.app_context():
        database.configure(db.engine)
    _register_pages(app)
    return app


def flask_settings(settings: Settings) -> dict[str, object]:
    """Everything that Flask and its extensions leave open by default, closed in one place."""
    server = settings.mail_server
    return {
        "SECRET_KEY": data_folder.key_for(settings, "session-v1"),
        "SESSION_COOKIE_NAME": "__Host-session" if settings.is_https else "session",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 200,
        "PROVIDE_AUTOMATIC_OPTIONS": False,
        "WTF_CSRF_TIME_LIMIT": None,  # tied to the session: long forms must not go stale
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_size": threads() + 1,  # the loop before the threads looks who is signed in
            "max_overflow": 0,
            "pool_timeout": 10,
            "hide_parameters": True,  # names and birth dates do not belong into the log
        },
        "MAIL_SERVER": server.host if server else "",
        "MAIL_DEFAULT_SENDER": settings.mail_from,
    }


def threads() -> int:
    """Threads of one process for requests: the queues of hashes and of pictures, both full, must not stop the pages."""
    return password_hashing.GATE.holds + remaking.GATE.holds + 7


def _register_pages(app: Flask) -> None:
    from portal.client import client
    from portal.client import tasks as client_tasks
    from portal.staff import staff
    from portal.staff import tasks as staff_tasks
    from portal.web import (
        access,
        assets,
        current,
        event_words,
        folder_pages,
        fragments,
        languages,
        link_text,
        mail_words,
        pages,
        picture_answer,
        step_words,
        task_pages,
        uploads,
    )
    from portal.web.entry import session_page
    from portal.web.forms import tokens
    from portal.web.middleware import compression, errors, guards, headers, proxies

    app.wsgi_app = proxies.TrustedProxies(app.wsgi_app, config.current())  # type: ignore[method-assign]
    login_manager.session_protection = None
    task_pages.init_app(app, tasks.pages())
    parts = (
        link_text, headers, compression, fragments, guards, tokens, session_page, uploads, picture_answer, errors,
        languages, event_words, mail_words, step_words, current,
    )  # fmt: skip
    for part in parts:
        part.init_app(app)
    assets.init_app(app, folder_pages.styles(app))
    for blueprint in (pages.web, client, staff):
        app.register_blueprint(blueprint)
    for part in (client_tasks, staff_tasks, access):  # last: access refuses a route that says not who may open it
        part.init_app(app)
