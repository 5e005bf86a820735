"""Modals: opened at once, filled from the database, and what they send off."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.cases import State, keep_up
from bot.cli import main
from bot.storage.tables import deliveries, slack_taught, staff_replies
from tests.bot.channels.slack import payloads
from tests.bot.channels.slack.conftest import Office
from tests.bot.channels.slack.fake_slack import CARDS, Failure
from tests.bot.channels.slack.hands import (
    DRAFT,
    button,
    buttons,
    fill,
    opened,
    press,
    shown,
    view,
)
from tests.bot.channels.slack.payloads import click, submission
from tests.bot.desks import open_case

UNDO = timedelta(seconds=40)


def test_a_reply_is_written_in_a_modal_and_sent(office: Office) -> None:
    reference = opened(office, draft="")

    press(office, "edit")
    fill(
        office, {"text": {"value": "My own words."}, "then": {"selected_option": {"value": "send"}}}
    )

    case = view(office.engine, reference)
    assert (case.state, case.draft, case.line.owner) == (State.SENDING, "My own words.", "Anna")


def test_a_draft_is_kept_and_then_approved_as_it_is_shown(office: Office) -> None:
    reference = opened(office, draft="")
    press(office, "edit")
    fill(office, {"text": {"value": DRAFT}, "then": {"selected_option": {"value": "keep"}}})
    assert DRAFT in [b["text"]["text"] for b in office.cards()[0]["blocks"] if "text" in b]

    press(office, "approve")

    with office.engine.connect() as connection:
        assert connection.execute(staff_replies.select()).one().text == DRAFT
    assert view(office.engine, reference).state is State.SENDING


def test_a_modal_that_is_closed_leaves_nobody_writing(office: Office) -> None:
    reference = opened(office)
    press(office, "edit")
    office.slack.filled_view()
    office.round()
    assert view(office.engine, reference).state is State.EDITING

    modal = office.slack.filled_view()
    office.send(payloads.form({
        "type": "view_closed", "team": {"id": "T0STSN"}, "user": {"id": "U0ANNA"}, "view": modal,
    }))  # fmt: skip
    office.round()

    assert view(office.engine, reference).state is State.CLAIMED


def test_who_writes_in_vain_gets_the_words_back(office: Office) -> None:
    opened(office)
    press(office, "edit")
    office.slack.filled_view()
    office.round()
    press(office, "approve", user="U0BEN")

    fill(office, {"text": {"value": "Mine."}, "then": {"selected_option": {"value": "send"}}})

    words = [m["text"] for m in office.slack.in_channel("U0ANNA")]
    assert any("Ben sent this" in text for text in words)
    assert "This is what you had written:\n\nMine." in words


@pytest.mark.parametrize(
    ("option", "fields", "state", "what"),
    [
        ("snooze", {"until": {"selected_date_time": 4_000_000_000}}, State.SNOOZED, "snoozed"),
        ("assign", {"to": {"selected_option": {"value": "Ben"}}}, State.CLAIMED, "assigned"),
        ("note", {"text": {"value": "Call at 0161 496 0123"}}, State.NEW, "note"),
        ("elsewhere", {"text": {"value": "On the phone."}}, State.ANSWERED_ELSEWHERE,
         "answered_elsewhere"),
    ],
)  # fmt: skip
def test_the_menu_asks_for_what_it_needs(
    office: Office, option: str, fields: dict[str, Any], state: State, what: str
) -> None:
    reference = opened(office)

    press(office, "more", option=option)
    fill(office, fields)

    case = view(office.engine, reference)
    assert (case.state, case.history[-1].what, case.history[-1].who) == (state, what, "Anna")
    office.round()
    assert "0161 496 0123" not in str(office.slack.in_channel(CARDS))


def test_a_case_is_merged_into_another(office: Office) -> None:
    into = open_case(office.engine, thread="other")
    office.round()
    gone = open_case(office.engine, thread="this")
    office.round()
    card = office.cards()[-1]
    value = f"merge:{button(card, 'claim')}"

    office.send(click("more", value, message=card, kind="static_select"))
    fill(office, {"into": {"selected_option": {"value": into}}})

    assert view(office.engine, gone).merged_into == into
    office.round()
    assert f"merged into {into}" in shown(office.cards()[-1])


def test_what_is_taught_is_kept_for_review_and_changes_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reference = opened(office)
    press(office, "approve")
    office.ahead += UNDO
    with office.engine.begin() as connection:
        connection.execute(deliveries.update().values(state="sent"))
    keep_up(office.engine, office.now())
    office.round()
    assert "teach" in buttons(office.cards()[0])

    press(office, "teach")
    fill(office, {
        "kind": {"selected_option": {"value": "fact"}}, "question": {"value": "What is the price?"},
        "proposal": {"value": "There is none."}, "source": {"value": "the page, since May"},
    })  # fmt: skip

    with office.engine.connect() as connection:
        row = connection.execute(slack_taught.select()).one()
    assert (row.kind, row.proposal, row.by) == ("fact", "There is none.", "Anna")
    assert view(office.engine, reference).state is State.SENT
    monkeypatch.setenv("NPQ_DATA_DIR", str(office.settings.data_dir))
    assert main(["slack", "taught"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["case"] == reference


def test_a_fact_without_a_source_is_refused_in_the_modal(office: Office) -> None:
    modal = {
        "id": "V1",
        "type": "modal",
        "callback_id": "teach_form",
        "private_metadata": "K7Q-2M4:1",
    }
    fields = {"kind": {"selected_option": {"value": "fact"}}, "source": {"value": " "}}

    response = payloads.send(office.client, submission(modal, fields))

    assert response.json == {
        "response_action": "errors", "errors": {"source": "A fact needs its source and its date."},
    }  # fmt: skip


def test_a_trigger_that_is_too_old_is_explained(office: Office) -> None:
    opened(office)
    office.slack.fail("views.open", Failure("expired_trigger_id"))

    press(office, "edit")

    office.slack.wait(lambda: bool(office.slack.private))
    assert "click again" in office.slack.private[0]["text"]


def test_what_cannot_be_looked_up_is_said_in_the_modal(office: Office) -> None:
    reference = opened(office)
    office.slack.fail("users.info", Failure("internal_error"))

    press(office, "edit")

    assert "try again in a minute" in str(office.slack.filled_view())
    assert view(office.engine, reference).state is State.NEW
