"""Colleagues ask: in channels, directly, by command, by shortcut; and what the buttons do."""

from __future__ import annotations

from bot.storage.tables import cases, slack_verdicts, turns
from tests.bot.channels.slack import payloads
from tests.bot.channels.slack.conftest import Office
from tests.bot.channels.slack.fake_slack import BOT, Failure
from tests.bot.channels.slack.hands import ask, button, hook
from tests.bot.channels.slack.payloads import event, mention, message


def test_a_direct_message_is_answered_outside_a_thread(office: Office) -> None:
    reply = ask(office)

    assert reply["text"] == "18 months."
    assert "thread_ts" not in reply
    assert "To be looked at again by " in str(reply["blocks"])


def test_a_command_is_answered_to_the_one_who_gave_it(office: Office) -> None:
    office.send(payloads.command("answer", hook(office)))
    office.round()

    (reply,) = office.slack.private
    assert (reply["text"], reply["response_type"]) == ("18 months.", "ephemeral")
    assert office.slack.messages == {}


def test_answer_this_drafts_for_ones_own_eyes_and_stores_nothing(office: Office) -> None:
    asked = office.slack.say("C0TEAM", "answer me, please")
    office.send(payloads.shortcut(asked, hook(office)))
    office.round()

    (draft,) = office.slack.private
    assert draft["text"] == "18 months."
    assert office.count(turns) == office.count(cases) == 0


def test_a_draft_is_posted_in_the_thread_of_its_message(office: Office) -> None:
    asked = office.slack.say("C0TEAM", "answer me, please")
    office.send(payloads.shortcut(asked, hook(office)))
    office.round()
    draft = office.slack.private[0]

    shown = {"ts": "9.9", "thread_ts": asked["ts"]}
    value = button(draft, "share")
    office.send(payloads.click("share", value, message=shown, channel="C0TEAM", private=True))
    office.round()

    _, posted = office.slack.in_channel("C0TEAM")
    assert (posted["text"], posted["thread_ts"]) == ("18 months.", asked["ts"])


def test_where_the_app_is_no_member_the_click_itself_may_post(office: Office) -> None:
    office.send(payloads.command("answer", hook(office)))
    office.round()
    office.slack.fail("chat.postMessage", Failure("not_in_channel"))

    value = button(office.slack.private[0], "share")
    click = payloads.click(
        "share", value, message={"ts": "9.9"}, channel="C0TEAM", private=True, hook=hook(office, 2)
    )
    office.send(click)
    office.round()

    posted = office.slack.private[-1]
    assert (posted["hook"], posted["response_type"]) == ("/hook/2", "in_channel")


def test_from_a_direct_message_the_channel_is_asked_for(office: Office) -> None:
    reply = ask(office)

    value = button(reply, "share")
    office.send(payloads.click("share", value, message=reply, channel="D0ASKER", user="U0ASKER"))
    view = office.slack.filled_view()
    fields = {"channel": {"selected_conversation": "C0TEAM"}}
    office.send(payloads.submission(view, fields, user="U0ASKER"))
    office.round()

    assert [m["text"] for m in office.slack.in_channel("C0TEAM")] == ["18 months."]


def test_copy_as_e_mail_shows_the_letter(office: Office) -> None:
    reply = ask(office)

    value = button(reply, "as_email")
    office.send(payloads.click("as_email", value, message=reply, channel="D0ASKER"))

    view = office.slack.filled_view()
    assert view["blocks"][0]["text"]["text"] == "18 months."


def test_ask_the_team_opens_one_case_however_often_it_is_clicked(office: Office) -> None:
    reply = ask(office, "answer me: how long?")

    value = button(reply, "to_team")
    for _ in range(3):
        office.send(payloads.click("to_team", value, message=reply, channel="D0ASKER"))
        office.round()

    with office.engine.connect() as connection:
        (case,) = connection.execute(cases.select()).all()
    assert (case.question, case.reason) == ("answer me: how long?", "asked.slack")
    assert [case.reference in m["text"] for m in office.slack.in_channel("D0ASKER")] == [
        False,
        True,
    ]


def test_a_verdict_is_kept_and_a_second_thought_replaces_it(office: Office) -> None:
    reply = ask(office)
    right = button(reply, "feedback")

    for value in (right, right.replace(":right", ":wrong")):
        office.send(payloads.click("feedback", value, message=reply, channel="D0ASKER"))
        office.round()

    with office.engine.connect() as connection:
        (row,) = connection.execute(slack_verdicts.select()).all()
    assert row.right is False


def test_a_choice_is_taken_once_and_asked_on(office: Office) -> None:
    question = ask(office, "clarify")
    value = button(question, "choose")

    for _ in range(2):
        office.send(
            payloads.click(
                "choose:0", value, message=question, channel="D0ASKER",
                user="U0ASKER", label="NPQH & more",
            )
        )  # fmt: skip
        office.round()

    with office.engine.connect() as connection:
        assert [row.text for row in connection.execute(turns.select())] == [
            "clarify",
            "NPQH please",
        ]
    first = office.slack.in_channel("D0ASKER")[0]
    assert "You chose: NPQH &amp; more" in str(first["blocks"])
    assert "choose:0" not in str(first["blocks"])


def test_calls_and_links_in_peoples_words_are_inert(office: Office) -> None:
    office.send(event(mention(f"<@{BOT}> escalate <!channel> https://evil.example", "1.1")))
    office.round()

    (card,) = office.cards()
    for text in [b["text"] for b in card["blocks"] if b["type"] == "section"]:
        if "evil" in text["text"]:
            assert text["type"] == "plain_text"
    assert "<!channel>" not in card["text"]


def test_a_question_that_is_too_long_for_slack_is_answered_within_its_limits(
    office: Office,
) -> None:
    ask(office, "escalate " + "word " * 4_000)

    (card,) = office.cards()
    assert "Open full message" in str(card["blocks"])


def test_an_answer_whose_receipt_was_lost_is_looked_for_and_not_said_twice(office: Office) -> None:
    office.slack.fail("chat.postMessage", Failure(after=True))
    office.send(event(message("answer", "1.1")))
    office.round()

    office.ahead *= 60
    office.round()

    assert len(office.slack.in_channel("D0ASKER")) == 1
    assert "conversations.history" in office.slack.calls
