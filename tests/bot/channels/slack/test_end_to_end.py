"""From the enquirer's channel to Slack and back, with the real worker and no rounds by hand."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from bot import cases, choices
from bot.channels.slack.digests import FRIDAY, MORNING
from bot.clock import utc_now
from bot.outbox import Delivery, Receipt
from bot.staff import new_link
from bot.storage import writing
from bot.upkeep import standing_jobs
from bot.worker import work
from tests.bot.channels.slack.conftest import Office
from tests.bot.channels.slack.hands import button
from tests.bot.channels.slack.payloads import click, submission
from tests.bot.desks import open_case

DRAFT = "Hello,\n\nthe <b>price</b> is *not* _published_ & we will tell you."


class Letterbox:
    """Takes mails and remembers them."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def send(self, delivery: Delivery) -> Receipt:
        self.texts.append(delivery.payload["text"])
        return Receipt()

    def find_sent(self, _: Delivery) -> bool | None:
        return False


@pytest.fixture
def letterbox() -> Letterbox:
    return Letterbox()


@pytest.fixture
def working(office: Office, letterbox: Letterbox) -> Iterator[Office]:
    """The office with its worker running, no time to take replies back and no digests.

    The worker goes by the real clock: with digests it would say its morning line into the channel
    when the tests happen to run between half past eight and half past eleven.
    """
    with writing(office.engine) as connection:
        choices.set(connection, "undo_seconds", 0, "Anna", utc_now())
        for digest in (MORNING, FRIDAY):
            choices.set(connection, digest, "", "Anna", utc_now())
    stop = threading.Event()
    senders = {"slack": office.channel.sender, "email": letterbox}
    jobs = (*standing_jobs(), *office.channel.jobs())
    worker = threading.Thread(
        target=work, args=(office.engine, jobs, senders, stop), kwargs={"pause_s": 0.1}
    )
    worker.start()
    yield office
    stop.set()
    worker.join()


def write_and_approve(office: Office) -> None:
    """Write a draft in Slack, see it on the card, approve it there."""
    office.slack.wait(lambda: bool(office.cards()))
    (card,) = office.cards()
    office.send(click("edit", button(card, "edit"), message=card))
    fields = {"text": {"value": DRAFT}, "then": {"selected_option": {"value": "keep"}}}
    office.send(submission(office.slack.filled_view(), fields))
    office.slack.wait(lambda: DRAFT in texts(office))
    (card,) = office.cards()
    office.send(click("approve", button(card, "approve"), message=card))
    office.slack.wait(lambda: "Sent by" in str(office.cards()[0]["blocks"]))


def texts(office: Office) -> list[str]:
    (card,) = office.cards()
    return [block["text"]["text"] for block in card["blocks"] if "text" in block]


def staff_page(office: Office, path: str) -> str:
    colleague: FlaskClient = office.client.application.test_client()
    link = new_link(office.engine, "http://localhost", utc_now())
    colleague.post(urlsplit(link).path, data={"name": "Cleo"})
    return colleague.get(path).text


def test_an_escalated_web_chat_is_answered_from_slack(working: Office) -> None:
    form = re.search(r'name="form" value="([^"]+)"', working.client.get("/chat").text)
    assert form is not None
    working.client.post("/chat", data={"form": form[1], "q": "escalate <!channel> the price"})

    write_and_approve(working)

    shown = html.unescape(re.sub(r"<br */?>|</p>\s*<p>", "\n", working.client.get("/chat").text))
    assert "<b>price</b> is *not* _published_ & we will tell you." in shown


def test_an_escalated_mail_is_answered_from_slack_with_the_bytes_that_were_shown(
    working: Office, letterbox: Letterbox
) -> None:
    reference = open_case(working.engine, "escalate what does it cost?", at=utc_now())

    write_and_approve(working)

    assert letterbox.texts == [DRAFT]
    page = staff_page(working, f"/staff/cases/{reference}")
    assert "Anna" in page
    assert html.escape("<b>price</b>") in page


def test_what_a_colleague_does_at_the_desk_is_seen_on_the_card(working: Office) -> None:
    reference = open_case(working.engine, at=utc_now())
    working.slack.wait(lambda: bool(working.cards()))

    with writing(working.engine) as connection:
        cases.claim(connection, reference, 1, "Cleo", utc_now())

    working.slack.wait(lambda: "*Cleo* has this" in str(working.cards()[0]["blocks"]))
