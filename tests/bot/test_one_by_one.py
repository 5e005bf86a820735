from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.one_by_one import OneByOne


def test_the_same_thing_is_done_by_one_thread_at_a_time() -> None:
    doors = OneByOne()
    inside, most = 0, 0

    def go(_: int) -> None:
        nonlocal inside, most
        with doors.inside("a"):
            inside += 1
            most = max(most, inside)
            threading.Event().wait(0.001)
            inside -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(go, range(40)))

    assert (inside, most) == (0, 1)


def test_another_thing_waits_for_nobody() -> None:
    doors = OneByOne()
    passed = threading.Event()

    def go() -> None:
        with doors.inside("b"):
            passed.set()

    with doors.inside("a"):
        threading.Thread(target=go).start()

        assert passed.wait(5)


def test_a_door_opens_again_after_a_fault_and_none_is_kept() -> None:
    doors = OneByOne()

    with pytest.raises(ValueError, match="fault"), doors.inside("a"):
        raise ValueError("fault")
    with doors.inside("a"):
        pass

    assert not doors._doors
