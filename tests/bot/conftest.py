"""The web application with a small core, on a real database."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.app import create_app
from bot.settings import Settings, read_settings
from tests.bot.fakes import FakeCore
from tests.conftest import TODAY


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"NPQ_DATA_DIR": str(tmp_path), "NPQ_SECRET_KEY": "for tests"})


@pytest.fixture
def app(settings: Settings, engine: Engine) -> Flask:
    return create_app(settings, core=FakeCore().core(), engine=engine, today=lambda: TODAY)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
