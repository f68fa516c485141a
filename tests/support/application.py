"""The application under test, on a migrated database each: fixtures for all tests."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from jinja2 import BytecodeCache, FileSystemBytecodeCache

from portal import config, create_app, schema, tasks
from portal.config import Settings
from portal.data_folder import prepare
from portal.extensions import db
from tests.support import folders, practices

IN_MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3  # of Linux; containers often have 64 MB of it


@pytest.fixture(scope="session")
def migrated_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose schema the migrations made; each test works on a copy."""
    folder = tmp_path_factory.mktemp("migrated")
    settings = config.load({"PORTAL_DATA_DIR": str(folder)})
    prepare(settings)
    with create_app(settings).app_context():
        schema.upgrade(settings, db.engine)
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture
def environment() -> dict[str, str]:
    """Settings of the app under test; a test overrides this fixture or `smtp` for others."""
    return {}


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Filled anew for each test; its place stays, so that an application can stay too.

    In memory where the machine has room for it: each commit waits for the disk.
    """
    if not os.access(IN_MEMORY, os.W_OK) or shutil.disk_usage(IN_MEMORY).free < ROOM:
        yield tmp_path_factory.mktemp("data")
        return
    with TemporaryDirectory(prefix="portal-tests-", dir=IN_MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
def settings(data_folder: Path, migrated_folder: Path, environment: dict[str, str]) -> Settings:
    shutil.rmtree(data_folder)
    shutil.copytree(migrated_folder, data_folder)
    return config.load({"PORTAL_DATA_DIR": str(data_folder), **environment})


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates are compiled once a run instead of once a test."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def folder_of_pets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pets")
    folders.write(root)
    return root


@pytest.fixture
def pets(folder_of_pets: Path) -> Iterator[None]:
    """A step and a task that one folder adds, for an application that is made afterwards: to be asked for first."""
    with folders.known(folder_of_pets):
        yield


def application(settings: Settings) -> Flask:
    """Made once for tests of the same settings, which takes longer than most of them: it keeps all in the folder."""
    server = settings.mail_server
    if server is not None:  # its port is read anew for each mail
        settings = replace(settings, mail_server=replace(server, port=1))
    return _application(settings, tuple(tasks.__path__))


@lru_cache(maxsize=6)
def _application(settings: Settings, folders_of_tasks: tuple[str, ...]) -> Flask:
    return create_app(settings)


@pytest.fixture
def app(settings: Settings, compiled_templates: BytecodeCache) -> Iterator[Flask]:
    """The application with the practice and its owner Dana, inside its context."""
    app = application(settings)
    config.use(settings)
    tasks.load()
    app.jinja_env.bytecode_cache = compiled_templates
    with app.app_context():
        practices.copy_practice(settings)
        yield app
        db.session.remove()
        db.engine.dispose()
