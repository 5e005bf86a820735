"""axe in nine states and five conditions, the accessibility tree, and the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, Page, expect
from sqlalchemy import Engine

from tests.browser import states
from tests.browser.serving import HostSite
from tests.browser.states import State, ask


@dataclass(frozen=True, slots=True)
class Condition:
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    forced: Literal["active", "none"] = "none"


CONDITIONS = {
    "320 px": Condition(320, 640),
    "1280 px": Condition(1280, 800),
    "400 % zoom": Condition(320, 256),  # what 1280 by 1024 leaves
    "dark": Condition(1280, 800, scheme="dark"),
    "forced colours": Condition(1280, 800, forced="active"),
}
NINE: dict[str, State] = {
    "open": states.open_,
    "answer": states.several,
    "clarify": states.clarify,
    "interview": states.interview,
    "result": states.result_no,
    "hand-over": states.person_error,
    "error": states.error,
}


def faults(page: Page | Frame) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def in_each_condition(page: Page, look: Callable[[], list[str]]) -> dict[str, list[str]]:
    found = {}
    for name, condition in CONDITIONS.items():
        page.set_viewport_size({"width": condition.width, "height": condition.height})
        page.emulate_media(color_scheme=condition.scheme, forced_colors=condition.forced)
        found[name] = look() + (["scrolls sideways"] if sideways(page) else [])
    return {name: faults for name, faults in found.items() if faults}


@pytest.mark.parametrize("state", NINE)
def test_axe_finds_nothing(page: Page, chat: str, state: str) -> None:
    NINE[state](page, chat)

    assert in_each_condition(page, lambda: faults(page)) == {}


def test_axe_finds_nothing_closed(page: Page, chat: str, host: HostSite) -> None:
    host.embed(chat)
    states.closed(page, host)

    assert in_each_condition(page, lambda: faults(page)) == {}


def test_axe_finds_nothing_switched_off(page: Page, chat: str, database: Engine) -> None:
    states.off(page, chat, database)

    assert in_each_condition(page, lambda: faults(page)) == {}


def test_axe_finds_nothing_in_the_panel(page: Page, chat: str, host: HostSite) -> None:
    host.embed(chat)
    states.panel(page, host)
    panel = page.frames[1]

    assert in_each_condition(page, lambda: faults(page) + faults(panel)) == {}


def test_axe_would_find_something(page: Page, chat: str) -> None:
    """The check itself: a page that is broken on purpose is found."""
    states.open_(page, chat)
    page.evaluate("document.querySelector('label').remove(); document.body.append(new Image())")

    assert any(fault.startswith("label") for fault in faults(page))


def test_there_is_one_live_region_and_none_inside_it(page: Page, chat: str) -> None:
    states.several(page, chat)
    live = (
        "[role=log], [role=status], [aria-live]:not([aria-live=off]), output, marquee, [role=timer]"
    )

    assert page.locator(live).count() == 1
    assert page.locator("#log").get_attribute("aria-live") is None


def test_an_answer_is_one_item_that_reads_well(page: Page, chat: str) -> None:
    states.open_(page, chat)
    ask(page, "How long is NPQH?")

    expect(page.locator("#latest")).to_match_aria_snapshot(
        """
        - listitem:
          - paragraph: You
          - paragraph: How long is NPQH?
          - paragraph: Assistant
          - paragraph: NPQH lasts for 18 months.
          - group: + Where this comes from
          - button "How is NPQH assessed?"
          - button "Is NPQH funded?"
        """
    )


def test_a_reply_is_added_to_the_log_in_one_piece(page: Page, chat: str) -> None:
    """What a screen reader is told: one node for a turn, and nothing taken away."""
    states.open_(page, chat)
    page.evaluate(
        """() => {
          window.seen = [];
          new MutationObserver((all) => { for (const one of all) {
            if (document.getElementById("log").getAttribute("aria-live") === "off") continue;
            window.seen.push([one.target.nodeName, one.addedNodes.length, one.removedNodes.length]);
          } }).observe(document.getElementById("log"), { childList: true, subtree: true });
        }"""
    )
    ask(page, "How long is NPQH?")
    ask(page, "How is it assessed?")

    assert page.evaluate("window.seen") == [["OL", 1, 0], ["OL", 1, 0]]


def test_focus_stays_in_the_box_when_an_answer_comes(page: Page, chat: str) -> None:
    states.open_(page, chat)
    page.focus("#q")
    page.keyboard.type("How long is NPQH?")
    page.keyboard.press("Enter")
    page.locator("#log li[data-turn]").wait_for()

    assert focused(page) == "q"
    for expected in ("BUTTON Send", "A Go to latest answer"):
        page.keyboard.press("Tab")
        assert described(page) == expected
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#latest"


def test_a_choice_that_is_gone_hands_its_focus_to_the_answer(page: Page, chat: str) -> None:
    states.clarify(page, chat)
    tab_to(page, "#latest .choices button")
    page.keyboard.press("Enter")
    page.locator(".chosen").wait_for()

    assert focused(page) == "latest"
    assert page.locator(".chosen").text_content() == "You chose: NPQSL"


def test_controls_are_large_enough(page: Page, chat: str) -> None:
    for state in (
        states.several,
        states.clarify,
        states.interview,
        states.result_no,
        states.person,
    ):
        page.set_viewport_size({"width": 320, "height": 640})
        state(page, chat)
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, input:not([type=hidden]), textarea,"
              + " .help a, .button, summary, .answers a, .plain-list a")]
              .filter((one) => one.offsetParent && one.type !== "radio")
              .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
              .filter(([, box]) => box.height < 44 || box.width < 44).map(([name]) => name)"""
        )
        assert small == [], state.__name__


def test_what_has_the_focus_is_never_covered(page: Page, chat: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 700})
    states.several(page, chat)
    page.evaluate("scrollTo(0, 0)")
    page.locator("body").press("Tab")
    for _ in range(25):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => {
              const one = document.activeElement, box = one.getBoundingClientRect();
              if (one === document.body || one.id === "log") return "";
              const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
              const seen = document.elementFromPoint(x, y);
              return one.contains(seen) || seen?.contains(one) ? "" : one.outerHTML;
            }"""
        )
        assert covered == ""


def test_the_box_is_not_sticky_where_there_is_no_room(page: Page, chat: str) -> None:
    for width, height, position in ((1280, 800, "sticky"), (320, 256, "static")):
        page.set_viewport_size({"width": width, "height": height})
        states.open_(page, chat)
        style = "getComputedStyle(document.querySelector('.composer')).position"
        assert page.evaluate(style) == position


def test_a_whole_interview_and_a_hand_over_by_keyboard_alone(page: Page, chat: str) -> None:
    states.open_(page, chat)
    page.keyboard.press("Tab")
    assert described(page) == "A Skip to main content"
    tab_to(page, ".more a")
    follow(page)
    tab_to(page, "a[href$='/chat/check/ehco/support']")
    follow(page)

    assert described(page).startswith("LEGEND How many months have you been a headteacher")
    tab_to(page, "#typed")
    page.keyboard.type("3rd year as head")
    follow(page)

    assert described(page).startswith("LEGEND Where are you with NPQH?")
    tab_to(page, "input[type=radio]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "button.send")
    follow(page)

    assert described(page).startswith("H1 ")
    tab_to(page, "a.send")
    follow(page)
    tab_to(page, "#email")
    page.keyboard.type("head at school")
    tab_to(page, "button.send")
    follow(page)

    assert focused(page) == "email"
    page.keyboard.press("Control+a")
    page.keyboard.type("head@school.example")
    tab_to(page, "button.send")
    follow(page)
    assert "will reply to head@school.example" in (page.locator(".handover").text_content() or "")


def follow(page: Page) -> None:
    """Press Enter on what leads to another page, and wait for it."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def described(page: Page) -> str:
    """The focused element by name and text."""
    return " ".join(
        str(
            page.evaluate(
                "document.activeElement.nodeName + ' ' + document.activeElement.textContent"
            )
        ).split()
    )


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus; it has to show it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            shown: Any = page.evaluate(  # any JSON
                """() => {
                  const one = document.activeElement;
                  const ringed = one.type === "radio" ? one.nextElementSibling : one;
                  return getComputedStyle(ringed).outlineStyle;
                }"""
            )
            assert shown != "none", selector
            return
    raise AssertionError(f"Tab never comes to {selector}")
