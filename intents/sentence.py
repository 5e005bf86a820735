"""One sentence of an enquiry with everything that later steps look at, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from intents.text import Hit, Token

# Offers' names are hidden from the matcher behind these words, so that what it learns from one
# programme holds for all; the SENCO programme and the support offers keep words of their own.
_MASKS = {"NPQSENCO": "offersenco", "EHCO": "offerehco", "NPQH-ASO": "offeraso"}
_MASK_NPQ = "offernpq"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or clause of the new text."""

    text: str
    """As written, folded."""
    lower: str
    """Lower case, spelling corrected; punctuation kept."""
    tokens: tuple[Token, ...]
    """Its words as written."""
    forms: tuple[str, ...]
    """Its words, spelling corrected; as many as tokens."""
    offers: tuple[Hit[str], ...] = ()
    """Where it names offers; positions are indexes of `forms`."""
    asks: bool = False
    """Is a question or a request."""

    @property
    def plain(self) -> str:
        """The text in lower case with its punctuation, spelling corrected, offers as `<id>`."""
        out: list[str] = []
        starts = {hit.first: hit for hit in self.offers}
        at = i = 0
        while i < len(self.tokens):
            hit = starts.get(i)
            last = hit.last if hit else i + 1
            word = f"<{hit.value.lower()}>" if hit else self.forms[i]
            out += (self.text[at : self.tokens[i].start].lower(), word)
            at, i = self.tokens[last - 1].end, last
        return "".join((*out, self.text[at:].lower()))

    @property
    def marked(self) -> str:
        """The words joined by single blanks, each offer's name as `<ID>` in lower case."""
        return " ".join(self._with_offers(lambda offer: f"<{offer.lower()}>"))

    @property
    def blanked(self) -> tuple[str, ...]:
        """The words with each offer's name as one `<offer>`."""
        return self._with_offers(lambda _: "<offer>")

    @property
    def masked(self) -> str:
        """The words with each offer's name as the kind of offer, for the matcher."""
        return " ".join(self._with_offers(lambda offer: _MASKS.get(offer, _MASK_NPQ)))

    @property
    def named(self) -> tuple[str, ...]:
        """The offers named, each once, in the order of mention."""
        return tuple(dict.fromkeys(hit.value for hit in self.offers))

    def _with_offers(self, name: Callable[[str], str]) -> tuple[str, ...]:
        out: list[str] = []
        at = 0
        for hit in self.offers:
            out.extend((*self.forms[at : hit.first], name(hit.value)))
            at = hit.last
        return (*out, *self.forms[at:])
