"""Where answers lead on to; every question that is offered has to be one that we can answer."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.app import create_app
from bot.channels.web.next_steps import named, steps
from bot.core import Core, consult
from bot.settings import Settings
from handlers.model import Context, Outcome
from knowledge import load_knowledge
from tests.conftest import TODAY


@pytest.fixture
def client(core: Core, settings: Settings, engine: Engine) -> FlaskClient:
    return create_app(settings, core=core, engine=engine, today=lambda: TODAY).test_client()


def ask(client: FlaskClient, text: str) -> list[str]:
    """What is offered under the answer."""
    name = re.search(r'name="form" value="([^"]+)"', client.get("/chat").text)
    assert name
    page = client.post("/chat", data={"form": name[1], "q": text}, follow_redirects=True).text
    newest = page[page.index('id="latest"') : page.index('id="below"')]
    found = re.findall(r'<(?:button name="q"|a class="button")[^>]*>([^<]+)<', newest)
    return [unescape(text) for text in found]


def test_an_answer_offers_two_questions_that_were_not_asked(client: FlaskClient) -> None:
    assert ask(client, "How long is NPQH?") == ["How is NPQH assessed?", "Is NPQH funded?"]
    assert ask(client, "How is NPQH assessed?") == ["Is NPQH funded?"]


def test_stated_criteria_lead_to_the_interview(client: FlaskClient) -> None:
    offered = ask(client, "Is NPQH funded?")

    assert offered[0] == "Check step by step: Could NPQH be funded for me?"
    assert len(offered) == 2


def test_what_goes_to_the_team_offers_no_further_question(client: FlaskClient) -> None:
    assert not [text for text in ask(client, "When does NPQH start?") if text.endswith("assessed?")]


@pytest.mark.parametrize("offer", list(load_knowledge().offers))
def test_every_question_that_is_offered_is_answered(core: Core, offer: str) -> None:
    known = core.knowledge.offer(offer)
    for topics, question in steps():
        if not any(core.knowledge.facts(known.id, topic) for topic in topics):
            continue
        text = question.format(name=named(known))
        reply = consult(
            core, text, subject=None, channel="web", context=Context(), today=TODAY
        ).reply
        facts = [core.knowledge.fact(c.fact_id) for part in reply.parts for c in part.citations]
        assert reply.outcome is Outcome.ANSWER, text
        assert any(set(fact.topics) & set(topics) for fact in facts), text
        assert {fact.offer for fact in facts} <= {known.id, "all"}, text
