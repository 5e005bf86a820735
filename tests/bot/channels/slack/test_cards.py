"""Cases as cards: drawn from the database, worked by the team, changed by one of them at once."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot import cases
from bot.cases import CaseView, State, keep_up
from bot.channels.slack.acting import act_due
from bot.cli import main
from bot.storage import reading
from bot.storage.tables import deliveries, slack_taught, staff_replies
from tests.bot.channels.slack import payloads
from tests.bot.channels.slack.conftest import Office
from tests.bot.channels.slack.fake_slack import CARDS, Failure
from tests.bot.channels.slack.payloads import click, event, message, submission
from tests.bot.channels.slack.test_asking import button, hook
from tests.bot.desks import open_case

DRAFT = "Hello,\n\nthe <b>price</b> is *not* _published_: we will write & tell you. <!channel>"
UNDO = timedelta(seconds=40)


def view(engine: Engine, reference: str) -> CaseView:
    with reading(engine) as connection:
        return cases.view(connection, reference)


def opened(office: Office, *, draft: str = DRAFT, **more: Any) -> str:
    """Open a case with a draft and let its card be drawn."""
    reference = open_case(office.engine, **more)
    if draft:
        with office.engine.begin() as connection:
            now = view(office.engine, reference)
            cases.save_draft(connection, reference, now.version, "Cleo", office.now(), draft)
            current = cases.view(connection, reference)
            cases.release(connection, reference, current.version, "Cleo", office.now())
    office.round()
    return reference


def press(office: Office, action: str, *, user: str = "U0ANNA", option: str = "") -> None:
    """Press a button of the one card, or choose from its menu."""
    (card,) = office.cards()
    if option:
        value = next(
            one["value"]
            for block in card["blocks"]
            for element in block.get("elements", [])
            for one in element.get("options", [])
            if one["value"].startswith(f"{option}:")
        )
        body = click(action, value, message=card, user=user, kind="static_select")
    else:
        body = click(action, button(card, action), message=card, user=user)
    office.send(body)
    office.round()


def fill(office: Office, fields: dict[str, Any], *, user: str = "U0ANNA") -> None:
    """Fill the modal that was opened last and send it off."""
    office.send(submission(office.slack.filled_view(), fields, user=user))
    office.round()


def shown(card: dict[str, Any]) -> str:
    return str(card["blocks"])


def buttons(card: dict[str, Any]) -> str:
    return " ".join(
        element["action_id"]
        for block in card["blocks"] if block["type"] == "actions"
        for element in block["elements"] if element["action_id"] != "open_desk"
    )  # fmt: skip


def test_a_case_appears_as_a_card_with_all_that_a_colleague_needs(office: Office) -> None:
    reference = opened(office, text="both", sender="sam.poe@school.example")

    (card,) = office.cards()
    for words in (reference, "e-mail", "Unclaimed", "s***@school.example", "How much?",
                  "Why it came to you", "Already told them", "18 months.", "Draft"):  # fmt: skip
        assert words in shown(card), words
    assert "sam.poe" not in shown(card) + card["text"]


def test_a_card_shows_the_draft_exactly_as_it_would_be_sent(office: Office) -> None:
    opened(office)

    (card,) = office.cards()
    plain = [b["text"]["text"] for b in card["blocks"]
             if b["type"] == "section" and b["text"]["type"] == "plain_text"]  # fmt: skip
    assert DRAFT in plain


def test_words_that_only_passed_a_question_on_are_no_draft(office: Office) -> None:
    opened(office, draft="")

    (card,) = office.cards()
    assert "No draft yet" in shown(card)
    assert "approve" not in buttons(card)


def test_what_is_approved_is_what_was_shown_and_it_can_be_taken_back(office: Office) -> None:
    reference = opened(office)

    press(office, "approve")
    (card,) = office.cards()
    assert "Sending at" in shown(card)
    assert buttons(card) == "undo"
    press(office, "undo", user="U0BEN")

    assert view(office.engine, reference).state is State.CLAIMED
    press(office, "approve")
    with office.engine.connect() as connection:
        sent = [row.payload["text"] for row in connection.execute(
            select(deliveries).where(deliveries.c.state == "due", deliveries.c.channel == "email")
        )]  # fmt: skip
    assert sent == [DRAFT]


def test_a_case_lives_its_whole_life_on_its_card(office: Office) -> None:
    reference = opened(office)
    seen = [(view(office.engine, reference).state, buttons(office.cards()[0]))]
    for action in ("claim", "release", "claim", "close", "reopen"):
        press(office, *(("more",) if action == "close" else (action,)),
              option="close" if action == "close" else "")  # fmt: skip
        seen.append((view(office.engine, reference).state, buttons(office.cards()[0])))

    assert seen == [
        (State.NEW, "claim approve edit more"),
        (State.CLAIMED, "approve edit release more"),
        (State.NEW, "claim approve edit more"),
        (State.CLAIMED, "approve edit release more"),
        (State.CLOSED, "reopen"),
        (State.REOPENED, "claim approve edit more"),
    ]
    thread = [m["text"] for m in office.slack.in_channel(CARDS) if m.get("thread_ts")]
    assert thread[-3:] == ["Anna claimed this.", "Closed by Anna: done", "Anna reopened this."]


@pytest.mark.parametrize(("option", "reason"), [("not_ours", "not_ours"), ("spam", "spam")])
def test_what_is_nothing_for_the_team_is_closed(office: Office, option: str, reason: str) -> None:
    reference = opened(office)

    press(office, "more", option=option)

    assert view(office.engine, reference).closed_reason == reason


def test_two_clicks_in_the_same_millisecond_send_once_and_explain_once(office: Office) -> None:
    opened(office)
    (card,) = office.cards()
    value = button(card, "approve")
    bodies = [
        click("approve", value, message=card, user=user, hook=hook(office, n))
        for n, user in enumerate(("U0ANNA", "U0BEN"), start=1)
    ]
    barrier = threading.Barrier(2)

    def press_at_once(body: str) -> None:
        barrier.wait()
        office.send(body)

    clickers = [threading.Thread(target=press_at_once, args=(body,)) for body in bodies]
    for clicker in clickers:
        clicker.start()
    for clicker in clickers:
        clicker.join()
    office.round()

    with office.engine.connect() as connection:
        assert len(connection.execute(staff_replies.select()).all()) == 1
    (told,) = office.slack.private
    assert " sent this at " in told["text"]


def test_two_workers_that_take_the_two_clicks_send_once(office: Office) -> None:
    opened(office)
    (card,) = office.cards()
    for user in ("U0ANNA", "U0BEN"):
        office.send(click("approve", button(card, "approve"), message=card, user=user))
    workers = [
        threading.Thread(target=act_due, args=(office.channel.parts, name, office.now))
        for name in ("one", "two")
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    with office.engine.connect() as connection:
        assert len(connection.execute(staff_replies.select()).all()) == 1
    assert len(office.slack.private) == 1


def test_a_click_on_a_card_from_before_a_restart_works(office: Office) -> None:
    reference = opened(office)
    office.restart()

    press(office, "claim")

    assert view(office.engine, reference).line.owner == "Anna"


def test_a_click_on_an_old_card_changes_nothing_and_says_who_was_first(office: Office) -> None:
    reference = opened(office)
    old = dict(office.cards()[0])
    press(office, "claim")

    stale = click("claim", button(old, "claim"), message=old, user="U0BEN", hook=hook(office))
    office.send(stale)
    office.round()

    assert view(office.engine, reference).line.owner == "Anna"
    assert office.slack.private[-1]["text"].startswith(f"{reference}: Anna claimed this at ")


def test_others_than_the_team_are_told_why_they_may_not_act(office: Office) -> None:
    reference = opened(office)

    press(office, "claim", user="U0STRANGER")
    press(office, "edit", user="U0STRANGER")
    office.slack.filled_view()

    assert view(office.engine, reference).state is State.NEW
    assert "Only members of the NPQ team" in office.slack.private[-1]["text"]
    assert "Only members of the NPQ team" in str(office.slack.filled_view())


def test_when_slack_does_not_say_who_is_in_the_team_nobody_acts(office: Office) -> None:
    reference = opened(office)
    office.slack.fail("usergroups.users.list", Failure("internal_error"))

    press(office, "claim")

    assert view(office.engine, reference).state is State.NEW
    assert "try again in a minute" in office.slack.private[-1]["text"]


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


def test_a_card_that_slack_lost_is_posted_anew(office: Office) -> None:
    reference = opened(office)
    office.slack.messages[CARDS].clear()
    with office.engine.begin() as connection:
        cases.claim(connection, reference, view(office.engine, reference).version, "Cleo",
                    office.now())  # fmt: skip

    office.round()
    office.ahead += UNDO
    office.round()

    (card,) = office.cards()
    assert "*Cleo* has this" in shown(card)


def test_a_card_whose_posting_was_cut_short_is_found_and_not_posted_twice(office: Office) -> None:
    office.slack.fail("chat.postMessage", Failure(after=True))
    open_case(office.engine)
    office.round()
    office.round()
    assert len(office.cards()) == 1

    office.ahead += UNDO
    office.round()
    office.round()
    press(office, "claim")

    assert "*Anna* has this" in shown(office.cards()[0])


def test_a_colleague_who_asked_in_slack_reads_the_reply_where_they_asked(office: Office) -> None:
    office.send(event(message("escalate this", "1.1")))
    office.round()
    press(office, "edit")
    fill(office, {"text": {"value": DRAFT}, "then": {"selected_option": {"value": "send"}}})
    assert not [m for m in office.slack.in_channel("D0ASKER") if DRAFT in str(m["blocks"])]

    office.ahead += UNDO
    office.round()
    office.round()

    said = [m for m in office.slack.in_channel("D0ASKER") if m["blocks"]][-1]
    assert said["blocks"][0]["text"] == {"type": "plain_text", "text": DRAFT, "emoji": False}
    assert "Anna, NPQ team" in shown(said)


def test_after_a_colleague_has_replied_the_assistant_answers_when_it_is_called(
    office: Office,
) -> None:
    test_a_colleague_who_asked_in_slack_reads_the_reply_where_they_asked(office)

    office.send(event(message("answer", "1.2")))
    office.round()

    assert office.slack.in_channel("D0ASKER")[-1]["text"] == "18 months."
