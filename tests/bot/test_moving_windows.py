from __future__ import annotations

from bot.moving_windows import MovingWindows, Window

SHORT = Window(3, 10)
LONG = Window(5, 100)


def test_no_span_holds_more_than_is_allowed() -> None:
    counts = MovingWindows()
    allowed = [n for n in range(300) if counts.hit("a", (SHORT, LONG), float(n)).allowed]

    for window in (SHORT, LONG):
        spans = [sum(n - window.seconds < each <= n for each in allowed) for n in allowed]
        assert max(spans) == window.most


def test_what_was_refused_does_not_count() -> None:
    counts = MovingWindows()
    first = [counts.hit("a", (SHORT,), 0.0).allowed for _ in range(10)]

    assert first == [True] * 3 + [False] * 7
    assert counts.hit("a", (SHORT,), 10.0).allowed


def test_each_key_counts_apart() -> None:
    counts = MovingWindows()
    for _ in range(3):
        counts.hit("a", (SHORT,), 0.0)

    assert not counts.hit("a", (SHORT,), 1.0).allowed
    assert counts.hit("b", (SHORT,), 1.0).allowed


def test_the_fuller_window_tells_how_one_stands() -> None:
    counts = MovingWindows()

    first = counts.hit("a", (SHORT, LONG), 0.0)
    for now in (20.0, 40.0, 60.0):
        last = counts.hit("a", (SHORT, LONG), now)

    assert (first.most, first.left, first.resets_in_s) == (3, 2, 10)
    assert (last.most, last.left, last.resets_in_s) == (5, 1, 40)


def test_who_has_not_come_for_long_is_forgotten() -> None:
    counts = MovingWindows()
    for n in range(1000):
        counts.hit(n, (SHORT,), 0.0)

    counts.hit("a", (SHORT,), 30.0)

    assert list(counts._seen) == ["a"]
