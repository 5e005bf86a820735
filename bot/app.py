"""The web application: the one place where desk, channels and staff pages are joined."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from bot.assembly import core_of
from bot.channels.api import api_routes
from bot.channels.api.health import health_routes
from bot.channels.slack import SlackChannel, slack_routes
from bot.channels.web import Site, add_assets, web_pages
from bot.channels.web.forms import FormNames
from bot.core import Core
from bot.data_folder import secret_key
from bot.desk import Desk
from bot.http_frame import frame
from bot.http_limits import limit
from bot.metrics import Metrics
from bot.settings import Settings
from bot.staff import StaffSessions, staff_pages
from bot.storage import open_database

MAX_BODY = 2 * 1024 * 1024  # bytes; more than any enquiry, little enough to hold in memory


def create_app(
    settings: Settings,
    *,
    core: Core | None = None,
    engine: Engine | None = None,
    today: Callable[[], date] | None = None,
    limited: bool = True,
    slack: SlackChannel | None = None,
) -> Flask:
    """Return the application; core and database come from the settings unless handed in.

    The database has to be migrated already; `/readyz` says whether it is. `limited` is False only
    where one address stands for many, as in load tests. `slack` takes what Slack sends over HTTP;
    without it nothing is taken.
    """
    core = core or core_of(settings)
    engine = engine or open_database(settings.database)
    secret = secret_key(settings.data_dir, settings.secret_key)
    app = Flask("bot", static_folder="static", template_folder="templates")
    app.config.update(
        SECRET_KEY=secret,
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=MAX_BODY,
        SESSION_COOKIE_NAME="npq_staff",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/staff",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
    )
    app.session_interface = StaffSessions()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    desk = Desk(core, engine, today)
    metrics = Metrics()
    site = Site(
        desk, core, engine, FormNames(secret), metrics, settings.mail_address,
        can_mail=bool(settings.smtp_host), fixed_day=today,
    )  # fmt: skip
    add_assets(app)
    app.register_blueprint(web_pages(site))
    app.register_blueprint(
        api_routes(desk, core.knowledge, engine, metrics, settings.web_origins, today)
    )
    app.register_blueprint(health_routes(engine, metrics))
    app.register_blueprint(staff_pages(engine, FormNames(secret)))
    if slack is not None and settings.slack_signing_secret:
        app.register_blueprint(slack_routes(slack.app, settings.slack_signing_secret))
    frame(app, settings.mail_address, metrics, settings.web_origins)
    if limited:
        limit(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Flask's documentation does
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies
        )
    return app
