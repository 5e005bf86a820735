from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import Engine, func, select

from bot.desk import Desk
from bot.model import Enquiry
from bot.storage.tables import cases, turns
from tests.bot.fakes import FakeCore


def test_many_threads_share_one_desk_and_lose_nothing(engine: Engine) -> None:
    desk = Desk(FakeCore().core(), engine)

    def send(number: int) -> str | None:
        return desk.receive(
            Enquiry("web", f"t{number % 5}", "both", identity=str(number % 40))
        ).reference

    with ThreadPoolExecutor(8) as pool:
        references = set(pool.map(send, range(80)))

    with engine.connect() as connection:
        stored = connection.execute(select(func.count()).select_from(turns)).scalar_one()
        opened = connection.execute(select(func.count()).select_from(cases)).scalar_one()
    assert stored == 40
    assert opened == len(references) == 5


def test_one_message_posted_twenty_times_at_once_is_one_turn(app: Flask, engine: Engine) -> None:
    opened = app.test_client().post("/api/v1/conversations").json or {}
    path = f"/api/v1/conversations/{opened['conversation']}/messages"
    headers = {"Authorization": f"Bearer {opened['token']}", "Idempotency-Key": "one"}

    def post(_: int) -> str:
        return app.test_client().post(path, json={"text": "both"}, headers=headers).text

    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(post, range(20)))

    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(turns)).scalar_one() == 1
        assert connection.execute(select(func.count()).select_from(cases)).scalar_one() == 1
    assert len(answers) == 1
