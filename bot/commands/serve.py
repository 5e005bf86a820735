"""`npq-bot serve`: chat, API and staff pages, with the worker inside."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import threading
from collections.abc import Callable

from flask import Flask

from bot.app import create_app
from bot.assembly import core_of
from bot.background import jobs_of, senders_of, slack_of
from bot.clock import utc_now
from bot.commands.common import add_today
from bot.errors import InputError
from bot.logs import set_up_logs
from bot.settings import Settings, settings_of_the_environment
from bot.staff import new_link
from bot.storage import open_database, upgrade
from bot.worker import work

THREADS = 8


def configure(parser: argparse.ArgumentParser) -> None:
    """Take the few switches that are no settings."""
    parser.add_argument("--no-worker", action="store_true", help="leave background work to others")
    add_today(parser)


def run(arguments: argparse.Namespace) -> int:
    """Migrate, serve until stopped."""
    settings = settings_of_the_environment()
    set_up_logs()
    _require_free(settings)
    engine = open_database(settings.database)
    upgrade(engine)
    print("Getting ready ...", flush=True)
    today = (lambda: arguments.today) if arguments.today else None
    core = core_of(settings)
    slack = slack_of(settings, engine, lambda: core, today)
    app = create_app(settings, core=core, engine=engine, today=today, slack=slack)
    address = f"http://{settings.bind}"
    link = new_link(engine, address, utc_now())
    engine.dispose()  # connections must not be shared with the process that serves
    stop = threading.Event()

    def ready() -> None:
        print(
            f"\nChat           {address}/chat\n"
            f"API            {address}/api/v1\n"
            f"Staff sign-in  {link}  (once, within an hour)\n"
            f"Data           {settings.data_dir.absolute()}\n\n"
            "Ctrl-C stops the desk.",
            flush=True,
        )
        if not arguments.no_worker:
            jobs = jobs_of(settings, lambda: core, slack)
            parts = (engine, jobs, senders_of(settings, engine, slack), stop)
            threading.Thread(target=work, args=parts, name="worker", daemon=True).start()

    if sys.platform == "win32":
        _serve_with_waitress(app, settings, ready)
    else:
        _serve_with_gunicorn(app, settings, ready)
    stop.set()
    print("The desk has stopped.", flush=True)
    return 0


def _require_free(settings: Settings) -> None:
    """Say in one line that the port is taken, where the server would try again and again."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host.strip("[]"), settings.port))
        except OSError as error:
            raise InputError(
                f"NPQ_BIND={settings.bind}: cannot listen there: {error.strerror};"
                " stop what listens there or set another address"
            ) from error


def _serve_with_gunicorn(app: Flask, settings: Settings, ready: Callable[[], None]) -> None:
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
        """One process with threads; the core is loaded before, so a fault in it shows at once."""

        def load_config(self) -> None:
            for name, value in {
                "bind": settings.bind,
                "workers": 1,
                "worker_class": "gthread",
                "threads": THREADS,
                "loglevel": "warning",
                "graceful_timeout": 10,
                "post_worker_init": lambda _worker: ready(),
            }.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            return app

    starter = os.getpid()
    try:
        Server().run()
    except SystemExit as stopped:
        if stopped.code or os.getpid() != starter:
            raise  # a fault, or the end of the process that served


def _serve_with_waitress(app: Flask, settings: Settings, ready: Callable[[], None]) -> None:
    from waitress import serve

    ready()
    serve(app, listen=settings.bind, threads=THREADS)
