"""The states of the web chat, each brought about as an enquirer would.

The tests look at them with axe, `make screenshots` takes pictures of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from playwright.sync_api import Page
from sqlalchemy import Engine, select

from bot import cases, choices
from bot.storage.tables import cases as cases_table
from tests.browser.serving import HostSite

State = Callable[[Page, str], None]


def ask(page: Page, text: str) -> None:
    """Type a question and wait for the whole reply."""
    before = page.locator("#log li[data-turn]").count()
    page.fill("#q", text)
    page.click("#ask button")
    page.locator("#log li[data-turn]").nth(before).wait_for()


def open_(page: Page, chat: str) -> None:
    """The chat before the first message."""
    page.goto(f"{chat}/chat")


def answer(page: Page, chat: str) -> None:
    """One question answered, its source unfolded."""
    open_(page, chat)
    ask(page, "How long is NPQH?")
    page.click("#latest .source summary")


def several(page: Page, chat: str) -> None:
    """Three questions in one message: two answered, one handed over."""
    open_(page, chat)
    ask(page, "How long is NPQH? How is it assessed? What does it cost?")


def dated(page: Page, chat: str) -> None:
    """Criteria of one intake."""
    open_(page, chat)
    ask(page, "Is NPQH funded?")


def clarify(page: Page, chat: str) -> None:
    """Asked back, with choices."""
    open_(page, chat)
    ask(page, "Who is it for?")


def chosen(page: Page, chat: str) -> None:
    """A choice taken, with the way to change it."""
    clarify(page, chat)
    page.click("#latest .choices button >> nth=0")
    page.locator(".chosen").wait_for()


def unclear(page: Page, chat: str) -> None:
    """Not found in what STSN has published."""
    open_(page, chat)
    ask(page, "Do you know a good recipe for banana bread?")


def handed_over(page: Page, chat: str) -> None:
    """A question passed to the team, which still needs an address."""
    open_(page, chat)
    ask(page, "What does NPQSL cost?")


def checks(page: Page, chat: str) -> None:
    """What can be checked."""
    page.goto(f"{chat}/chat/check")


def interview(page: Page, chat: str) -> None:
    """In the middle of an interview."""
    page.goto(f"{chat}/chat/check/npqh-aso/support?setting=academy&in_england=yes")


def long_question(page: Page, chat: str) -> None:
    """The question with most answers."""
    page.goto(f"{chat}/chat/check/npqsl/funding")


def interview_error(page: Page, chat: str) -> None:
    """Continue without an answer."""
    interview(page, chat)
    page.click("text=Continue")
    page.locator(".error").wait_for()


def result(page: Page, chat: str) -> None:
    """Meets the published criteria."""
    page.goto(
        f"{chat}/chat/check/ehco/support?months_in_headship=3rd+year+as+head&npqh_status=completed"
    )


def result_no(page: Page, chat: str) -> None:
    """Does not meet them, with what may fit instead."""
    page.goto(
        f"{chat}/chat/check/npqh-aso/support?setting=academy&in_england=yes&months_in_headship=36"
    )


def result_open(page: Page, chat: str) -> None:
    """A question was skipped."""
    page.goto(f"{chat}/chat/check/ehco/support?months_in_headship=skip&npqh_status=completed")


def result_staff(page: Page, chat: str) -> None:
    """The page does not settle it."""
    page.goto(f"{chat}/chat/check/npqsl/funding?setting=academy&in_top_50_pupil_premium=dont_know")


def person(page: Page, chat: str) -> None:
    """The hand-over form."""
    several(page, chat)
    page.click(".help >> text=Ask a person")
    page.locator("#email").wait_for()


def person_error(page: Page, chat: str) -> None:
    """The hand-over form without an address."""
    person(page, chat)
    page.fill("#email", "head at school")
    page.click("text=Send to the NPQ team")
    page.locator(".error").wait_for()


def passed_on(page: Page, chat: str) -> None:
    """Handed over with an address."""
    person(page, chat)
    page.fill("#name", "S. Patel")
    page.fill("#email", "head@school.example")
    page.click("text=Send to the NPQ team")
    page.locator(".handover >> text=head@school.example").wait_for()


def feedback(page: Page, chat: str) -> None:
    """An answer that did not help: why?"""
    answer(page, chat)
    page.click(".feedback >> text=Partly")
    page.locator("text=What was wrong?").wait_for()


def copy_code(page: Page, chat: str) -> None:
    """A copy was asked for; the code is on its way."""
    answer(page, chat)
    page.click("text=E-mail me a copy of this conversation")
    page.fill("#email", f"{abs(hash(page))}@school.example")
    page.click("text=Send me a code")
    page.locator("#code").wait_for()


def error(page: Page, chat: str) -> None:
    """Sent without a question."""
    open_(page, chat)
    page.click("#ask button")
    page.locator("#q-fault").wait_for()


def not_found(page: Page, chat: str) -> None:
    """No such page."""
    page.goto(f"{chat}/nowhere")


def privacy(page: Page, chat: str) -> None:
    """The privacy page."""
    page.goto(f"{chat}/privacy")


def accessibility(page: Page, chat: str) -> None:
    """The accessibility statement."""
    page.goto(f"{chat}/accessibility")


STATES: dict[str, State] = {
    name.__name__.rstrip("_"): name
    for name in (
        open_, answer, several, dated, clarify, chosen, unclear, handed_over, checks, interview,
        long_question, interview_error, result, result_no, result_open, result_staff, person,
        person_error, passed_on, feedback, copy_code, error, not_found, privacy, accessibility,
    )
}  # fmt: skip


def replied(page: Page, chat: str, engine: Engine) -> None:
    """A colleague has replied."""
    handed_over(page, chat)
    now = datetime.now(UTC)
    with engine.begin() as connection:
        case = connection.execute(select(cases_table).order_by(cases_table.c.id.desc())).first()
        assert case is not None
        words = (
            "Hello,\n\nwe send the price list today. Is the address of your school still the same?"
        )
        cases.approve_and_send(
            connection, case.reference, case.version, "S. Lee", now, words, undo_s=0
        )
    open_(page, chat)


def in_hours(page: Page, chat: str, engine: Engine) -> None:
    """Handed over, with working hours that staff have entered."""
    week = {day: ["09:00", "17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    with chosen_by_staff(engine, working_hours=week, reply_promise=2):
        passed_on(page, chat)


def off(page: Page, chat: str, engine: Engine) -> None:
    """Switched off by staff."""
    with chosen_by_staff(engine, chat_off="We are updating our information for the new intake."):
        open_(page, chat)


@contextmanager
def chosen_by_staff(engine: Engine, **settings: object) -> Iterator[None]:
    """Let staff's settings be these for a while."""
    before = {}
    for key, value in settings.items():
        with engine.begin() as connection:
            before[key] = choices.get(connection, key)
            choices.set(connection, key, value, "S. Lee", datetime.now(UTC))
    yield
    for key, value in before.items():
        with engine.begin() as connection:
            choices.set(connection, key, value, "S. Lee", datetime.now(UTC))


STAFF_STATES: dict[str, Callable[[Page, str, Engine], None]] = {
    name.__name__: name for name in (replied, in_hours, off)
}


def closed(page: Page, host: HostSite) -> None:
    """The button on another site."""
    page.goto(host.origin)
    page.get_by_role("button", name="Ask about NPQs").wait_for()


def panel(page: Page, host: HostSite) -> None:
    """The panel, open."""
    closed(page, host)
    page.get_by_role("button", name="Ask about NPQs").click()
    page.frame_locator("iframe").locator("#q").wait_for()


def panel_answer(page: Page, host: HostSite) -> None:
    """An answer in the panel."""
    panel(page, host)
    frame = page.frame_locator("iframe")
    frame.locator("#q").fill("How long is NPQH? How is it assessed?")
    frame.locator("#ask button").click()
    frame.locator("#latest[data-turn]").wait_for()


PANEL_STATES: dict[str, Callable[[Page, HostSite], None]] = {
    name.__name__: name for name in (closed, panel, panel_answer)
}
