"""The panel on another site: strict policy, hostile style, nothing of the page touched."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, FrameLocator, Page

from tests.browser.serving import HostSite

HOSTILE = """
* { all: unset !important; font: 900 60px/3 fantasy !important; color: lime !important; }
html { font-size: 72px !important; } div, iframe, section { display: none !important; }
body > div { position: absolute !important; left: -9999px !important; opacity: 0 !important; }
"""
WIDGET = Path(__file__).parents[2] / "bot" / "static" / "widget.js"


def opened(page: Page, host: HostSite) -> FrameLocator:
    page.goto(host.origin)
    page.get_by_role("button", name="Ask about NPQs").click()
    panel = page.frame_locator("iframe")
    panel.locator("#q").wait_for()
    return panel


def ask(panel: FrameLocator, text: str) -> None:
    before = panel.locator("#log li[data-turn]").count()
    panel.locator("#q").fill(text)
    panel.locator("#ask button").click()
    panel.locator("#log li[data-turn]").nth(before).wait_for()


def test_it_is_small_and_its_own() -> None:
    source = WIDGET.read_bytes()

    assert len(gzip.compress(source)) < 25_000
    assert b"http://" not in source
    assert source.count(b"https://") == source.count(b"https://CHAT/")


@pytest.mark.parametrize("style", ["", HOSTILE], ids=["plain", "hostile"])
def test_a_conversation_in_the_panel(page: Page, chat: str, host: HostSite, style: str) -> None:
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", note)
    host.embed(chat, style=style)
    panel = opened(page, host)
    ask(panel, "How long is NPQH?")
    assert "18 months" in (panel.locator("#latest").text_content() or "")

    panel.get_by_role("link", name="Check step by step").or_(
        panel.get_by_role("link", name="Ask a person")
    ).first.click()
    panel.locator("#email").fill("head@school.example")
    panel.get_by_role("button", name="Send to the NPQ team").click()
    panel.locator(".handover >> text=head@school.example").wait_for()
    assert panel.locator("#log li[data-turn]").count() == 2
    assert [text for text in complaints if "favicon" not in text] == []


def test_it_looks_the_same_under_a_hostile_style(page: Page, chat: str, host: HostSite) -> None:
    pictures = []
    for style in ("", HOSTILE):
        host.embed(chat, style=style)
        page.goto(host.origin)
        button = page.get_by_role("button", name="Ask about NPQs")
        closed = (button.bounding_box(), button.evaluate(
            "(one) => { const s = getComputedStyle(one);"
            " return [s.fontSize, s.fontFamily, s.color, s.backgroundColor, s.position]; }"
        ))  # fmt: skip
        button.click()
        page.frame_locator("iframe").locator("#q").wait_for()
        page.mouse.move(0, 0)
        box = page.locator("section.panel").bounding_box()
        assert box
        inside = {"x": box["x"] + 2, "y": box["y"] + 14, "width": box["width"] - 4,
                  "height": box["height"] - 28}  # fmt: skip
        pictures.append((closed, box, page.screenshot(clip=inside)))  # type: ignore[arg-type]

    assert pictures[0] == pictures[1]


def test_the_page_is_untouched(page: Page, chat: str, host: HostSite) -> None:
    host.embed(chat)
    page.route("**/widget.js", lambda route: route.abort())
    page.goto(host.origin)
    seen = """() => [document.head.outerHTML, document.querySelector("main").outerHTML,
      Object.keys(window).sort(), document.body.attributes.length,
      getComputedStyle(document.body).overflow]"""
    before = page.evaluate(seen)
    page.unroute("**/widget.js")

    panel = opened(page, host)
    ask(panel, "How long is NPQH?")

    assert page.evaluate(seen) == before
    assert page.evaluate("document.body.children.length") == 2
    assert page.context.cookies() == []
    kept = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"
    assert set(page.evaluate(kept)) <= {"npq-conversation"}


def test_nothing_is_loaded_before_it_is_opened(page: Page, chat: str, host: HostSite) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    host.embed(chat)
    page.goto(host.origin)
    page.get_by_role("button", name="Ask about NPQs").wait_for()

    assert [url for url in loaded if url.startswith(chat)] == [f"{chat}/widget.js"]


FOCUSED = """() => { let one = document.activeElement;
  while (one.shadowRoot) one = one.shadowRoot.activeElement;
  return `${one.nodeName} ${one.textContent}`; }"""


def test_opening_and_closing_move_the_focus(page: Page, chat: str, host: HostSite) -> None:
    host.embed(chat)
    panel = opened(page, host)
    assert page.evaluate(FOCUSED) == "H2 Ask about NPQs"
    page.keyboard.press("Escape")
    assert page.locator("section.panel").is_hidden()
    assert page.evaluate(FOCUSED) == "BUTTON Ask about NPQs"

    page.keyboard.press("Enter")
    panel.locator("#q").press("Escape")
    page.locator("section.panel").wait_for(state="hidden")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Close chat").click()
    assert page.locator("section.panel").is_hidden()


def test_the_focus_is_not_trapped(page: Page, chat: str, host: HostSite) -> None:
    host.embed(chat)
    opened(page, host)
    # Keys inside the frame are dealt with by another process: the page notes what comes back.
    page.evaluate("document.getElementById('ask').onfocus = () => { window.left = true; }")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("window.left === true"):
            return
    raise AssertionError("Tab never leaves the panel")


def test_the_plain_link_opens_the_panel_too(page: Page, chat: str, host: HostSite) -> None:
    host.embed(chat, attributes='data-position="none"')
    page.goto(host.origin)
    page.wait_for_function("document.body.children.length === 2")
    page.click("#ask")

    page.frame_locator("iframe").locator("#q").wait_for()
    assert page.url == f"{host.origin}/"
    page.get_by_role("button", name="Close chat").click()
    assert page.evaluate("document.activeElement.id") == "ask"


def test_without_the_script_the_link_opens_the_page(plain: Page, chat: str, host: HostSite) -> None:
    host.embed(chat)
    plain.goto(host.origin)
    plain.click("#ask")

    assert plain.url == f"{chat}/chat"
    assert plain.locator("#q").is_visible()


def test_colour_and_position_are_attributes(page: Page, chat: str, host: HostSite) -> None:
    host.embed(chat, attributes='data-colour="#ffd700" data-position="left" data-label="Courses?"')
    page.goto(host.origin)
    button = page.get_by_role("button", name="Courses?")
    style = button.evaluate(
        "(one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]"
    )

    assert style == ["rgb(255, 215, 0)", "rgb(0, 0, 0)"]  # black reads on gold, white does not
    box = button.bounding_box()
    assert box
    assert box["x"] == 20


def test_the_conversation_is_taken_up_again_on_the_same_device(
    page: Page, chat: str, host: HostSite
) -> None:
    host.embed(chat)
    ask(opened(page, host), "How long is NPQH?")

    panel = opened(page, host)
    panel.locator("#log li[data-turn]").wait_for()
    assert "18 months" in (panel.locator("#latest").text_content() or "")
    panel.get_by_role("button", name="Start again").click()
    panel.locator(".suggestions").wait_for()
    panel = opened(page, host)
    assert panel.locator("#log li[data-turn]").count() == 0


def test_an_interview_in_the_panel(page: Page, chat: str, host: HostSite) -> None:
    host.embed(chat)
    panel = opened(page, host)
    ask(panel, "I have been a headteacher for 18 months.")
    ask(panel, "Am I eligible for EHCO?")
    panel.get_by_role("link", name="Check step by step").first.click()
    panel.locator("text=You told me this in your conversation").wait_for()
    panel.get_by_role("link", name="Stop").click()
    panel.locator("#latest[data-turn]").wait_for()


def test_on_a_phone_the_panel_fills_the_screen(page: Page, chat: str, host: HostSite) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    host.embed(chat)
    panel = opened(page, host)
    box = page.locator("section.panel").bounding_box()

    assert box == {"x": 0, "y": 0, "width": 320, "height": 600}
    size = panel.locator("#q").evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
    assert size >= 16


def test_sites_that_are_not_named_cannot_frame_the_chat(
    page: Page, chat: str, host: HostSite
) -> None:
    host.embed(chat)
    stranger = host.origin.replace("localhost", "127.0.0.1")
    page.goto(stranger)
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page.get_by_role("button", name="Ask about NPQs").click()

    assert page.frame_locator("iframe").locator("#q").count() == 0
