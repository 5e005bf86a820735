"""The states of the web chat, each brought about as an enquirer would.

The tests look at them with axe, `make screenshots` takes pictures of them.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

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
        person_error, passed_on, error, not_found, privacy, accessibility,
    )
}  # fmt: skip
