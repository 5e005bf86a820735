"""The journeys of enquirers: with JavaScript, and the same without."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, Page, Route
from sqlalchemy import Engine, select

from bot import cases
from bot.storage.tables import cases as case_table
from bot.storage.tables import conversations, turns
from tests.browser import states
from tests.browser.states import ask


@pytest.fixture(params=["with JavaScript", "without"])
def reader(request: pytest.FixtureRequest) -> Page:
    name = "page" if request.param == "with JavaScript" else "plain"
    page: Page = request.getfixturevalue(name)
    return page


def talks(database: Engine) -> int:
    with database.connect() as connection:
        return len(connection.execute(select(conversations.c.id)).all())


def test_questions_are_answered_and_taken_up_again(reader: Page, chat: str) -> None:
    states.open_(reader, chat)
    ask(reader, "How long is NPQH?")
    ask(reader, "And how is it assessed?")

    assert reader.locator("#log li[data-turn]").count() == 2
    assert "90%" in (reader.locator("#latest").text_content() or "")
    states.open_(reader, chat)
    assert reader.locator("#log li[data-turn]").count() == 2


def test_a_choice_is_taken_and_changed(reader: Page, chat: str) -> None:
    states.clarify(reader, chat)
    reader.click("#latest .choices button >> nth=0")
    reader.locator(".chosen").wait_for()
    assert "NPQSL" in (reader.locator("#latest .msg >> nth=1").text_content() or "")

    reader.click(".change summary")
    reader.click(".change button >> nth=0")
    reader.locator("#log li[data-turn]").nth(2).wait_for()
    assert "NPQH" in (reader.locator("#latest .msg >> nth=1").text_content() or "")


def test_an_interview_back_skip_change_and_result(reader: Page, chat: str) -> None:
    reader.goto(f"{chat}/chat/check/npqh-aso/support")
    reader.check("text=Academy, also one in a trust")
    reader.click("text=Continue")
    reader.locator("legend >> text=England").wait_for()
    reader.click("text=Back")
    reader.locator("legend >> text=Where do you work").wait_for()
    reader.check("text=Academy, also one in a trust")
    reader.click("text=Continue")
    reader.click("text=Skip this question")
    reader.locator("legend >> text=How many months").wait_for()
    reader.fill("#typed", "8")
    reader.click("text=Continue")
    reader.check("text=I am taking it now")
    reader.click("text=Continue")
    reader.check("text=No")
    reader.click("text=Continue")
    assert "an answer is missing" in (reader.locator("h1").text_content() or "")
    reader.click("text=Answer the missing question")
    reader.check("text=Yes")
    reader.click("text=Continue")
    assert "you meet the published criteria" in (reader.locator("h1").text_content() or "")
    reader.click(".answers >> text=Change >> nth=0")
    reader.check("text=Independent (fee-paying) school")
    reader.click("text=Continue")
    assert "you do not meet" in (reader.locator("h1").text_content() or "")


def test_stop_leads_back_to_the_talk(reader: Page, chat: str) -> None:
    states.answer(reader, chat)
    reader.goto(f"{chat}/chat/check/ehco/support")
    reader.click("text=Stop")

    assert reader.locator("#log li[data-turn]").count() == 1


def test_a_hand_over_shows_what_is_sent_and_gives_a_reference(reader: Page, chat: str) -> None:
    states.person(reader, chat)
    reader.click("text=Show the conversation")
    assert "NPQH lasts for 18 months." in (reader.locator(".transcript").text_content() or "")
    assert reader.input_value("#added") == "What does it cost?"

    reader.fill("#email", "head@school.example")
    reader.click("text=Send to the NPQ team")
    reader.locator(".handover >> text=head@school.example").wait_for()
    assert "Your reference is" in (reader.locator(".handover").text_content() or "")


def test_an_address_is_left_in_the_chat(reader: Page, chat: str) -> None:
    states.handed_over(reader, chat)
    reader.fill(".handover input[type=email]", "nonsense")
    reader.click("text=Send my address")
    reader.locator(".handover .error").wait_for()
    assert reader.input_value(".handover input[type=email]") == "nonsense"

    reader.fill(".handover input[type=email]", "a@example.org")
    reader.click("text=Send my address")
    reader.locator("text=will reply to a@example.org").wait_for()


def test_feedback_is_given_with_a_reason(reader: Page, chat: str) -> None:
    states.answer(reader, chat)
    reader.click(".feedback >> text=No")
    reader.locator("text=What was wrong?").wait_for()
    reader.click(".feedback >> text=Out of date")
    reader.locator("text=Thank you for telling us.").wait_for()


def test_start_again_begins_a_new_talk(reader: Page, chat: str) -> None:
    states.answer(reader, chat)
    reader.click("text=Start again")
    reader.locator(".suggestions").wait_for()

    assert reader.locator("#log li[data-turn]").count() == 0
    assert reader.context.cookies() == []


def test_an_empty_question_is_an_error_at_the_box(reader: Page, chat: str) -> None:
    states.error(reader, chat)

    assert "Write your question first." in (reader.locator("#q-fault").text_content() or "")
    assert reader.get_attribute("#q", "aria-invalid") == "true"


def test_looking_keeps_nothing(page: Page, chat: str, database: Engine) -> None:
    before = talks(database)
    for path in ("/chat", "/chat/check", "/chat/check/ehco/support", "/chat/person", "/privacy"):
        page.goto(f"{chat}{path}")
    states.open_(page, chat)
    page.fill("#q", "half a question")

    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert talks(database) == before


def test_short_lines_in_a_row_are_one_message(page: Page, chat: str, database: Engine) -> None:
    states.open_(page, chat)
    for line in ("hello", "I am thinking about NPQH", "how long is it?"):
        page.focus("#q")
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    page.locator("#log li[data-turn]").wait_for()

    assert page.locator("#log li[data-turn]").count() == 1
    assert "18 months" in (page.locator("#latest").text_content() or "")
    with database.connect() as connection:
        last = select(turns.c.text).order_by(turns.c.id.desc()).limit(1)
        assert connection.execute(last).scalar_one().splitlines() == [
            "hello", "I am thinking about NPQH", "how long is it?",
        ]  # fmt: skip


def test_a_whole_question_is_not_held_back(page: Page, chat: str) -> None:
    states.open_(page, chat)
    with page.expect_request(lambda request: request.method == "POST", timeout=1000):
        page.fill("#q", "How long is NPQH?")
        page.press("#q", "Enter")


def test_words_survive_a_lost_connection(page: Page, context: BrowserContext, chat: str) -> None:
    states.answer(page, chat)
    context.set_offline(True)
    page.fill("#q", "Is it funded?")
    page.click("#ask button")
    page.locator("#notice [role=alert]").wait_for()

    assert page.input_value("#q") == "Is it funded?"
    context.set_offline(False)
    page.click("#ask button")
    page.locator("#log li[data-turn]").nth(1).wait_for()


def test_a_draft_survives_a_reload(page: Page, chat: str) -> None:
    states.answer(page, chat)
    page.fill("#q", "half a question")
    page.reload()

    assert page.input_value("#q") == "half a question"


def test_who_has_scrolled_up_is_told_and_not_moved(page: Page, chat: str) -> None:
    page.set_viewport_size({"width": 400, "height": 500})
    states.several(page, chat)
    under_way: list[Route] = []
    page.route("**/chat", lambda route: under_way.append(route))
    page.fill("#q", "How long is NPQSL?")
    with page.expect_request("**/chat"):
        page.press("#q", "Enter")
    page.evaluate("scrollTo(0, 0)")
    under_way[0].continue_()
    page.locator(".new-answer").wait_for()
    assert page.evaluate("scrollY") == 0

    page.click(".new-answer")
    assert page.evaluate("document.activeElement.id") == "latest"


def test_a_colleagues_reply_appears_without_a_reload(
    page: Page, chat: str, database: Engine
) -> None:
    page.clock.install()
    states.handed_over(page, chat)
    with database.begin() as connection:
        newest = select(case_table).order_by(case_table.c.id.desc()).limit(1)
        case = connection.execute(newest).one()
        now = datetime.now(UTC)
        cases.approve_and_send(
            connection, case.reference, case.version, "S. Lee", now, "It is free.", undo_s=0
        )
    page.clock.run_for(21_000)

    page.locator("#log >> text=It is free.").wait_for()
    assert "NPQ team" in (page.locator("#latest").text_content() or "")
