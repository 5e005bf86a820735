from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

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
