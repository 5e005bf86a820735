from __future__ import annotations

import logging
import time

import pytest

from bot.logs import Formatter
from bot.masking import mask


@pytest.mark.parametrize(
    "text",
    [
        "Is it funded 2024 2025?",
        "2024-2025 academic year",
        "the 2024/25 cohort, 202425",
        "URN 118012 am I funded",
        "my TRN is 1234567",
        "TRN 0123456, started 2024-2025",
        "TRN 0123456 2024",
        "on 01/09/2024 at 09:30, or 01.09.2024",
        "90% of 18 months, line 203-209, room 0.12",
        "Reference K7Q-2M4, form 1234567890123456",
        "NPQH 5 years; 24 months; £0.00",
    ],
)
def test_what_is_no_telephone_number_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "number",
    [
        "020 7946 0958",
        "(01632) 960 001",
        "01632 960001",
        "07700900123",
        "07700 900 123",
        "+44 7700 900123",
        "+44 (0)20 7946 0958",
        "0044 20 7946 0958",
        "0161-496-0000",
        "0808 157 0192",
    ],
)
def test_telephone_numbers_go(number: str) -> None:
    assert mask(f"Ring {number}, please.") == "Ring [telephone number], please."


def test_of_an_address_the_school_remains() -> None:
    assert mask("From S.Patel+npq@school.example.org.") == "From S***@school.example.org."
    assert mask("a@b.example and c@d.example") == "a***@b.example and c***@d.example"


def test_insurance_numbers_go() -> None:
    assert mask("NI: QQ 12 34 56 C") == "NI: QQ 12 34 56 C"  # QQ is nobody's
    assert mask("NI: AB 12 34 56 C") == "NI: [insurance number]"


@pytest.mark.parametrize(
    "hostile",
    ["0" * 100_000, "0 " * 50_000, "a@" * 50_000, "a." * 50_000, "@" * 100_000, "+" * 100_000,
     "01632 " * 16_000, "AB 12 " * 16_000, "(" * 100_000, "a" * 100_000 + "@"],
    ids=range(10),
)  # fmt: skip
def test_hostile_text_takes_time_in_proportion_to_its_length(hostile: str) -> None:
    def cost(text: str) -> float:
        started = time.process_time()
        mask(text)
        return time.process_time() - started

    half, whole = cost(hostile[: len(hostile) // 10]), cost(hostile)
    # Ten times the text: ten times the time, not a hundred times. Small times are all noise.
    assert whole < 0.05 or whole < 40 * half


def test_log_lines_carry_ids_and_no_addresses() -> None:
    record = logging.LogRecord("bot", 20, "", 0, "sent to %s", ("a.b@school.example",), None)
    record.case = "K7Q-2M4"

    line = Formatter().format(record)

    assert "a.b@" not in line
    assert line.endswith("sent to a***@school.example case=K7Q-2M4")


def test_an_exception_is_logged_by_its_kind_alone() -> None:
    try:
        raise ValueError("Rosie wrote this")
    except ValueError as error:
        record = logging.LogRecord(
            "bot", 40, "", 0, "failed", (), (type(error), error, error.__traceback__)
        )

    line = Formatter().format(record)

    assert "Rosie" not in line
    assert "(ValueError)" in line
