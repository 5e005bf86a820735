"""Several people in one message: what is told of the one is none of the other's."""

from __future__ import annotations

import pytest

from tests.ears import TODAY, ear

_TWO = [
    (
        "1. Our deputy is interested in NPQH. Does she meet the scholarship criteria? "
        "2. Our phase leader is interested in NPQSL. Does he? We're an LA maintained primary.",
        {"setting": "la_maintained_school"},
        [{"role": "deputy_headteacher"}, {"role": "middle_leader"}],
    ),
    (
        "I'm head of an academy in Leeds, 14 months in. Am I ok for the EHCO? "
        "My deputy wants NPQH, is it funded for her?",
        {"setting": "academy", "in_england": True},
        [{"role": "headteacher", "months_in_headship": 14}, {"role": "deputy_headteacher"}],
    ),
    (
        "My wife is a head, 3 years, NPQH done. EHCO for her? I'm a deputy. Can I do NPQH?",
        {},
        [
            {"role": "headteacher", "months_in_headship": 36, "npqh_status": "completed"},
            {"role": "deputy_headteacher"},
        ],
    ),
    (
        "I manage a private nursery. My deputy has a level 2, can she do NPQEYL? "
        "Our room leader has a level 3 and wants to be manager, can he?",
        {"setting": "pvi_nursery"},
        [
            {"role": "deputy_nursery_manager", "qualification_level": 2},
            {"role": "room_leader", "qualification_level": 3, "aspires_to": "nursery_manager"},
        ],
    ),
]  # fmt: skip
_ONE = [
    "My deputy asked about NPQH. I'm a head of 8 years. Is it funded for her? And how long is it?",
    "Is NPQSL right for our assistant head? How long does it last?",
    "I'm a SENCO. My head says it's mandatory. Is it? How long have I got?",
    "Our SENCO has been in post since 2025. Must she do the NPQ? Our SENCO also wants to know: "
    "is it funded?",
    "I'm a deputy in an academy. My head did NPQH. Can I do it too? Is it funded?",
    "How long is NPQH? Our deputy is interested. Is it funded for her?",
    "Our head left in May. I'm acting head. Can I do EHCO? Is it free?",
    "My daughter is at our school. Is NPQH funded? Is NPQSL funded?",
]


@pytest.mark.parametrize(("text", "of_all", "of_each"), _TWO)
def test_each_of_several_people_has_a_case_of_their_own(
    text: str, of_all: dict[str, object], of_each: list[dict[str, object]]
) -> None:
    heard = ear().interpret(text, today=TODAY)

    assert dict(heard.circumstances) == of_all
    told = [dict(q.circumstances) for q in heard.questions if q.circumstances]
    assert [one for n, one in enumerate(told) if one not in told[:n]] == of_each


@pytest.mark.parametrize("text", _ONE)
def test_a_message_about_one_person_is_read_as_a_whole(text: str) -> None:
    heard = ear().interpret(text, today=TODAY)

    assert not any(q.circumstances for q in heard.questions)
