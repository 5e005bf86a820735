from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.words import clip, heard, inert, mentions, pieces


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("<@U0NPQDESK> how long is NPQH?", "how long is NPQH?"),
        ("hey <@U0NPQDESK|desk> senco funding", "hey   senco funding"),
        ("asking for <@U0BEN>: NPQSL?", "asking for <@U0BEN>: NPQSL?"),
        ("see <https://stsn.co.uk/npq|our page>", "see our page"),
        ("write to <mailto:a@b.example|a@b.example>", "write to a@b.example"),
        ("in <#C1|general> &amp; elsewhere, 3 &lt; 5", "in #general & elsewhere, 3 < 5"),
        ("<!channel> is it funded", "@channel is it funded"),
        ("<!subteam^S1|@staff> who knows", "@staff who knows"),
        ("&amp;lt; stays one step escaped", "&lt; stays one step escaped"),
    ],
)
def test_the_words_of_a_message_are_read_as_typed(written: str, words: str) -> None:
    assert heard(written, "U0NPQDESK") == words


def test_people_mentioned_are_found() -> None:
    assert mentions("<@U0BEN> and <@W1|anna>, not <#C1> or <!here>") == {"U0BEN", "W1"}


@pytest.mark.parametrize(
    "call", ["<!channel>", "<!here|here>", "<@U0BEN>", "<https://evil.example|x>"]
)
def test_words_of_people_call_nobody_and_link_nowhere(call: str) -> None:
    shown = inert(f"please {call} now https://evil.example mailto:a@b.example")

    assert "<" not in shown
    assert "https://" not in shown
    assert "mailto:" not in shown


@given(st.text(), st.integers(10, 60))
def test_clipped_text_is_never_longer(text: str, most: int) -> None:
    assert len(clip(text, most)) <= most


@given(st.text(alphabet="ab \n", max_size=300))
def test_pieces_lose_nothing_but_white_space(text: str) -> None:
    cut = pieces(text, 20)

    assert all(len(piece) <= 20 for piece in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())
