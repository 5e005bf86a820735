from __future__ import annotations

import pytest

from intents.embeddings.errors import ModelError
from intents.embeddings.wordpiece import WordPieces, split_words
from tests.intents.embeddings import tiny_model

PIECES = WordPieces.read(tiny_model.VOCABULARY)


def cut(text: str, longest: int = 100) -> list[str]:
    return [tiny_model.PIECES[row] for row in PIECES.cut(text, longest)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("How LONG is the course?", ["how", "long", "is", "the", "course", "?"]),
        ("funding", ["fund", "##ing"]),
        ("funded coaching", ["fund", "##ed", "coach", "##ing"]),
        ("fundings", ["[UNK]"]),
        ("café", ["cafe"]),
        ("course's", ["course", "'", "s"]),
        ("$5", ["$", "5"]),
        ("how\tlong\n\u00a0is", ["how", "long", "is"]),
        ("how\u200blong\x07", ["[UNK]"]),
        ("a" * 101, ["[UNK]"]),
        ("長", ["[UNK]"]),
        ("", []),
    ],
)
def test_a_text_is_cut_as_bert_cuts_it(text: str, pieces: list[str]) -> None:
    assert cut(text) == ["[CLS]", *pieces, "[SEP]"]


def test_a_long_text_keeps_its_beginning_and_the_end_mark() -> None:
    assert cut("how long is the course", longest=4) == ["[CLS]", "how", "long", "[SEP]"]


def test_ideographs_are_words_of_their_own() -> None:
    assert split_words("npq課程") == ["npq", "課", "程"]


@pytest.mark.parametrize("content", [b"how\nlong\n", b"\xff\xfe[CLS]\n[SEP]\n[UNK]\n"])
def test_a_file_that_is_no_vocabulary_is_refused(content: bytes) -> None:
    with pytest.raises(ModelError):
        WordPieces.read(content)
