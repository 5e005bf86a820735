"""Cases as cards: drawn from the database, worked by the team, changed by one of them at once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import cases, colleagues
from bot.cases import State
from bot.channels.slack.acting import act_due
from bot.storage.tables import deliveries, staff_replies
from tests.bot.channels.slack.conftest import Office
from tests.bot.channels.slack.fake_slack import CARDS, Failure
from tests.bot.channels.slack.hands import (
    DRAFT,
    button,
    buttons,
    fill,
    hook,
    opened,
    press,
    shown,
    view,
)
from tests.bot.channels.slack.payloads import click, event, message
from tests.bot.desks import open_case

UNDO = timedelta(seconds=40)


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


def test_where_a_draft_differs_from_the_page_the_card_says_so_and_stops_nobody(
    office: Office,
) -> None:
    opened(office, draft="NPQH lasts for 12 months.")

    (card,) = office.cards()
    assert 'The draft says "12 months". The page: NPQH lasts for 18 months.' in shown(card)
    assert "approve" in buttons(card)


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


def test_a_colleague_who_was_removed_does_not_act_though_still_in_the_group(
    office: Office,
) -> None:
    reference = opened(office)
    press(office, "claim")
    with office.engine.begin() as connection:
        colleagues.remove(connection, "Anna", office.now())

    press(office, "release")

    assert view(office.engine, reference).state is State.CLAIMED
    assert "Anna was removed" in office.slack.private[-1]["text"]
    office.send(event({"type": "app_home_opened", "user": "U0ANNA", "tab": "home"}))
    office.round()
    assert reference not in str(office.slack.homes["U0ANNA"])


def test_when_slack_does_not_say_who_is_in_the_team_nobody_acts(office: Office) -> None:
    reference = opened(office)
    office.slack.fail("usergroups.users.list", Failure("internal_error"))

    press(office, "claim")

    assert view(office.engine, reference).state is State.NEW
    assert "try again in a minute" in office.slack.private[-1]["text"]


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


def ask_and_be_answered(office: Office) -> None:
    """Let a colleague ask what goes to the team, and the team reply."""
    office.send(event(message("escalate this", "1.1")))
    office.round()
    press(office, "edit")
    fill(office, {"text": {"value": DRAFT}, "then": {"selected_option": {"value": "send"}}})
    assert not [m for m in office.slack.in_channel("D0ASKER") if DRAFT in str(m["blocks"])]

    office.ahead += UNDO
    office.round()
    office.round()


def test_a_colleague_who_asked_in_slack_reads_the_reply_where_they_asked(office: Office) -> None:
    ask_and_be_answered(office)

    said = [m for m in office.slack.in_channel("D0ASKER") if m["blocks"]][-1]
    assert said["blocks"][0]["text"] == {"type": "plain_text", "text": DRAFT, "emoji": False}
    assert "Anna, NPQ team" in shown(said)


def test_after_a_colleague_has_replied_the_assistant_answers_when_it_is_called(
    office: Office,
) -> None:
    ask_and_be_answered(office)

    office.send(event(message("answer", "1.2")))
    office.round()

    assert office.slack.in_channel("D0ASKER")[-1]["text"] == "18 months."
