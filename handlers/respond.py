"""The voice: an Interpretation becomes a Reply, one part for each question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from handlers.again import takes_over
from handlers.asking_back import ask_offer, ask_topic
from handlers.courtesies import courtesy, decline
from handlers.decide import DEFAULTS, Decision, Thresholds, Verdict
from handlers.dialogue import PERSONAL, Resumed, resume
from handlers.errors import UngroundedError
from handlers.escalation import hand_over, passed_on, staff_matter
from handlers.facts import answer_facts
from handlers.grounding import check
from handlers.model import Context, Outcome, Reply
from handlers.offers import pointed_at, resolve
from handlers.registry import HANDLERS
from handlers.settle import Told, settle
from handlers.tidying import with_one_handover, without_courtesies, without_repeats
from handlers.turn import Handled, Turn
from intents.catalogue import Intent
from intents.model import Interpretation, Policy, Question
from knowledge import Knowledge

_LIMIT_CLARIFICATIONS = 2
_SURE_DESPITE_ABUSE = 0.6
# Subjects for which it matters that a person's post is one that the page does not settle.
_ABOUT_PEOPLE = frozenset({"suitability", "support"})
_ELSEWHERE = "other_provider"  # open for whoever asks, of themselves or at large
_ABROAD = "overseas_nations"
_UNKNOWN = Intent("unknown", Policy.STAFF, "your question")


def respond(
    interpretation: Interpretation,
    context: Context,
    knowledge: Knowledge,
    today: date,
    *,
    catalogue: Mapping[str, Intent],
    limits: Thresholds = DEFAULTS,
) -> Reply:
    """Answer every question of an enquiry on its own and say what the talk is about now."""
    talk = _Talk(interpretation, context, knowledge, today, catalogue, limits)
    return talk.reply()


class _Talk:
    """One enquiry being answered; holds what the steps share."""

    def __init__(
        self,
        interpretation: Interpretation,
        context: Context,
        knowledge: Knowledge,
        today: date,
        catalogue: Mapping[str, Intent],
        limits: Thresholds,
    ) -> None:
        self.heard = interpretation
        self.context = context
        self.knowledge = knowledge
        self.today = today
        self.catalogue = catalogue
        self.limits = limits
        self.told = dict(interpretation.circumstances)
        self.recommended: tuple[str, ...] = ()
        self.asked = Question("")
        self.taken_for: dict[tuple[str, ...], tuple[str, ...]] = {}

    def reply(self) -> Reply:
        refused = self._refuse()
        if refused is not None:
            return self._close([refused], self.context.intent)
        resumed = self._resume()
        if resumed is not None:
            self.told.update(resumed.told)
            question = self.heard.questions[0]
            if resumed.own:
                question = replace(question, personal=True, general=False, asks_verdict=True)
            turn = self._turn(question, self.catalogue[resumed.intent], resumed.offers)
            return self._close([self._serve(turn)], resumed.intent)
        return self._answer_all()

    def _refuse(self) -> Handled | None:
        """Handle messages that are no enquiry at all."""
        blank = self._turn(Question(""), _UNKNOWN, ())
        signals = self.heard.signals
        if not self.heard.questions or "empty" in signals:
            return courtesy(blank, "empty")
        if "foreign" in signals:
            return hand_over(blank, kind="foreign", reason="foreign")
        if "nonsense" in signals:
            return courtesy(blank, "empty")
        for kind in ("injection", "spam"):
            if kind in signals:
                return decline(blank, kind)
        asks_nothing = not any(q.gates for q in self.heard.questions)
        unsure = self.heard.questions[0].confidence < _SURE_DESPITE_ABUSE
        if "abuse" in signals and asks_nothing and unsure:
            return decline(blank, "abuse")
        return None

    def _resume(self) -> Resumed | None:
        if not self.context.turns:
            return None
        text = self.heard.questions[0].text
        resumed = resume(self.heard, self.context, self.knowledge, text)
        if resumed is None or resumed.intent not in self.catalogue:
            return None
        return resumed

    def _answer_all(self) -> Reply:
        handled: list[tuple[str, Handled]] = []
        seen: set[tuple[object, ...]] = set()
        done = {"NPQH"} if "npqh_status" in self.told and self.context.offers else set()
        named = [offer for offer in self.heard.offers if offer not in done]
        about = frozenset(named or self.context.offers or self.heard.offers)
        for asked in self.heard.questions:
            self.asked = asked
            now = {**self.told, **asked.circumstances}
            ever = {**self.context.circumstances, **now}
            told = Told(now, ever, about, self.context.intent)
            question, decision = settle(asked, told, self.catalogue, self.limits)
            if handled and handled[-1][0] in PERSONAL and takes_over(asked):
                decision = Decision(Verdict.SERVE, handled[-1][0], why="again")
            intent, one = self._answer_one(question, decision)
            if intent == "programme_recommend" and len(one.offers) == 1:
                self.recommended = one.offers  # "which should I do, and how long is it?"
            if set(asked.offers) <= set(asked.near_offers) and _answers(one):
                self.taken_for[asked.near_offers] = one.offers
            key = (intent, one.offers, tuple(p.text for p in one.parts))
            if key not in seen:
                seen.add(key)
                handled.append((intent, one))
        kept = with_one_handover(without_repeats(without_courtesies(handled)))
        served = next((intent for intent, one in reversed(kept) if intent and _answers(one)), "")
        return self._close([one for _, one in kept], served or self.context.intent)

    def _answer_one(self, question: Question, decision: Decision) -> tuple[str, Handled]:
        intent = self.catalogue.get(decision.intent, _UNKNOWN)
        of_one = len(set(question.near_offers)) == 1 and question.asks_verdict  # "would I fit?"
        if intent.id == "programme_recommend" and (len(question.offers) == 1 or of_one):
            intent = self.catalogue["audience"]
        if decision.verdict is Verdict.UNCLEAR:
            return "", self._unclear(question)
        if decision.verdict is Verdict.CHOOSE:
            return "", self._choose(question, intent, decision)
        if decision.verdict is Verdict.ASK_OFFER:
            return intent.id, self._ask_offer(question, intent)
        offers = self._resolve(question, intent)
        turn = self._turn(question, intent, offers or ())
        if offers is None:
            return intent.id, hand_over(turn, kind="silent", reason=f"not_known.{intent.id}")
        handled = self._serve(turn)
        staff_too = decision.staff
        own = question.asks_verdict or not question.general
        of_people = intent.handler in _ABOUT_PEOPLE and (own or _ELSEWHERE in self.heard.posts)
        if self.heard.posts and of_people and not staff_too:
            staff_too = self.heard.posts[0]
        abroad = turn.circumstances.get("in_england") is False
        if abroad and intent.handler == "suitability" and own and not staff_too:
            staff_too = _ABROAD
        if staff_too and all(p.outcome is not Outcome.ESCALATE for p in handled.parts):
            staff = self._turn(question, self.catalogue[staff_too], offers)
            if any(p.outcome is Outcome.CLARIFY for p in handled.parts):
                handled = answer_facts(turn)  # staff will ask what they need to know
            handled = replace(
                handled,
                parts=(*handled.parts, passed_on(staff, kind="staff", reason=f"staff.{staff_too}")),
            )
        return intent.id, handled

    def _unclear(self, question: Question) -> Handled:
        turn = self._turn(question, _UNKNOWN, ())
        return hand_over(turn, kind="unknown", reason="unexplained")

    def _choose(self, question: Question, intent: Intent, decision: Decision) -> Handled:
        turn = self._turn(question, intent, question.offers)
        if self.context.clarifications >= _LIMIT_CLARIFICATIONS or len(self.heard.questions) > 1:
            return hand_over(turn, kind="limit", reason="unsure")
        labels = [(i, self.catalogue[i].label) for i in decision.choices]
        return ask_topic(turn, labels)

    def _ask_offer(self, question: Question, intent: Intent) -> Handled:
        turn = self._turn(question, intent, ())
        if self.context.clarifications >= _LIMIT_CLARIFICATIONS:
            return hand_over(turn, kind="limit", reason="clarify_limit")
        return ask_offer(turn)

    def _serve(self, turn: Turn) -> Handled:
        handled = self._handle(turn)
        try:
            for part in handled.parts:
                check(part, self.knowledge, turn.circumstances)
        except UngroundedError:
            return hand_over(turn, kind="silent", reason="ungrounded")
        asks = any(part.outcome is Outcome.CLARIFY for part in handled.parts)
        if asks and self.context.clarifications >= _LIMIT_CLARIFICATIONS and not self.told:
            return hand_over(turn, kind="limit", reason="clarify_limit")
        return handled

    def _handle(self, turn: Turn) -> Handled:
        policy = turn.intent.policy
        if policy is Policy.STAFF:
            return staff_matter(turn)
        if policy is Policy.SMALLTALK:
            return courtesy(turn)
        if policy is Policy.DECLINE:
            return decline(turn)
        return HANDLERS[turn.intent.handler](turn)

    def _turn(self, question: Question, intent: Intent, offers: tuple[str, ...]) -> Turn:
        told = {**self.told, **question.circumstances}
        supposed = {k: v for k, v in self.heard.supposed.items() if k not in told}
        return Turn(
            question=question,
            intent=intent,
            offers=offers,
            circumstances={**self.context.circumstances, **told, **supposed},
            told_now=frozenset(told) | frozenset(supposed),
            supposed_now=frozenset(supposed),
            context=self.context,
            knowledge=self.knowledge,
            today=self.today,
        )

    def _resolve(self, question: Question, intent: Intent) -> tuple[str, ...] | None:
        """Offers named elsewhere in the message count, nearest before the question first."""
        taken = self.taken_for.get(self.asked.near_offers, ())
        if taken and not question.offers:  # what "it" was a question before
            return resolve(question, intent, replace(self.context, offers=taken), ())
        pointed = pointed_at(question, self.context.offers)
        mentioned = (*pointed, *question.near_offers, *self.heard.offers, *self.recommended)
        return resolve(question, intent, self.context, mentioned)

    def _close(self, handled: list[Handled], intent: str) -> Reply:
        written = {q.text: q.written for q in self.heard.questions if q.written}
        parts = tuple(
            replace(part, question=written.get(part.question, part.question))
            for one in handled
            for part in one.parts
        )
        pending = next((one.pending for one in reversed(handled) if one.pending), {})
        if all(part.outcome is Outcome.SMALLTALK for part in parts):
            pending = dict(self.context.pending)  # our question still stands
        offers = _talked_about(handled)
        asked = any(part.outcome is Outcome.CLARIFY for part in parts)
        context = Context(
            offers=offers or self.context.offers,
            intent=intent,
            circumstances={**self.context.circumstances, **self.told},
            pending=pending,
            clarifications=self.context.clarifications + 1 if asked else 0,
            turns=self.context.turns + 1,
        )
        return Reply(parts, context)


def _answers(handled: Handled) -> bool:
    return any(p.outcome in (Outcome.ANSWER, Outcome.CLARIFY) for p in handled.parts)


def _talked_about(handled: list[Handled]) -> tuple[str, ...]:
    """Offers of the last question; of all, where the message asked of each by itself.

    "Who is NPQSL for and who is NPQH for?" is followed by "does one of them take longer?".
    """
    named = [one.offers for one in handled if one.offers]
    if len(named) > 1 and all(len(offers) == 1 for offers in named):
        return tuple(dict.fromkeys(offer for offers in named for offer in offers))
    return named[-1] if named else ()
