"""The modals: what a click opens, and what is wrong with what was entered.

Each is opened empty within three seconds of the click and filled when the database has been asked.
`about` travels in the modal and names what it is about: `K7Q-2M4:3` is a case at a version.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.channels.slack.blocks import Block, context, option, plain, section, verbatim
from bot.channels.slack.words import clip
from bot.references import PATTERN

MAX_INPUT = 3_000  # characters; Slack's limit of a text box
SEND, KEEP = "send", "keep"
FACT, WORDING = "fact", "wording"
_FIELD = "field"


def loading() -> Block:
    """Return the modal that is shown until there is something to show."""
    return _view("loading", "One moment", [section("Looking it up ...")])


def message(title: str, text: str) -> Block:
    """Return a modal that says something and asks nothing."""
    return _view("message", title, verbatim(text))


def edit(about: str, draft: str, sources: Sequence[str], link: str) -> Block:
    """Return the modal in which a reply is written."""
    if len(draft) > MAX_INPUT:
        text = f"The draft is longer than Slack's text boxes. <{link}|Edit it on the desk>."
        return _view("message", "Edit the reply", [section(text)])
    blocks = [
        _text("text", "The reply, as it will be sent", draft),
        {
            "type": "input", "block_id": "then", "label": plain("Then"),
            "element": {
                "type": "radio_buttons", "action_id": _FIELD,
                "options": [option("Send it", SEND), option("Keep it as a draft", KEEP)],
                "initial_option": option("Send it", SEND),
            },
        },
    ]  # fmt: skip
    if sources:
        listed = verbatim("\n".join(sources))
        blocks += [context("*What the page says on it*"), *listed[:3]]
    return _view("edit_form", "Edit the reply", blocks, about, submit="Done", tell_when_closed=True)


def snooze(about: str, suggested: datetime) -> Block:
    """Return the modal that asks until when."""
    picker = {
        "type": "datetimepicker", "action_id": _FIELD,
        "initial_date_time": int(suggested.timestamp()),
    }  # fmt: skip
    return _view("snooze_form", "Put it away", [_input("until", "Until", picker)], about)


def assign(about: str, names: Sequence[str]) -> Block:
    """Return the modal that asks whom."""
    if not names:
        return message("Assign it", "Slack does not say just now who belongs to the team.")
    choices = [(name, name) for name in names]
    return _view("assign_form", "Assign it", [_choice("to", "To", choices)], about)


def merge(about: str, others: Sequence[tuple[str, str]]) -> Block:
    """Return the modal that asks into which case; (label, reference) of the others."""
    if not others:
        return message("Merge it", "There is no other open case.")
    return _view("merge_form", "Merge it", [_choice("into", "Into", others)], about)


def note(about: str) -> Block:
    """Return the modal that asks for a note."""
    blocks = [_text("text", "Note for colleagues; it never leaves the house", "")]
    return _view("note_form", "Note", blocks, about)


def elsewhere(about: str) -> Block:
    """Return the modal that asks what was replied by other means."""
    blocks = [_text("text", "What you replied", "", optional=True)]
    return _view("elsewhere_form", "Answered elsewhere", blocks, about)


def teach(about: str, question: str, sent: str) -> Block:
    """Return the modal in which a colleague proposes what the assistant should know."""
    kinds = [
        ("A fact is wrong or missing", FACT),
        ("It did not understand the question", WORDING),
    ]
    blocks = [
        _choice("kind", "What should change?", kinds),
        _text("question", "The question, without anything personal", question),
        _text("proposal", "What it should say, or understand", sent),
        _text("source", "Where that stands, and since when (a fact needs it)", "", optional=True,
              one_line=True),
        context("Nothing changes by itself: a colleague reviews it first."),
    ]  # fmt: skip
    return _view("teach_form", "Teach the assistant", blocks, about)


def try_it() -> Block:
    """Return the modal in which a question is tried."""
    return _view("try_form", "Try a question", [_text("text", "Your question", "")], submit="Ask")


def share(about: str) -> Block:
    """Return the modal that asks in which channel an answer is to be posted."""
    picker = {
        "type": "conversations_select", "action_id": _FIELD, "response_url_enabled": True,
        "placeholder": plain("Channel"),
    }  # fmt: skip
    return _view("share_form", "Post in channel", [_input("channel", "Where", picker)], about,
                 submit="Post")  # fmt: skip


def errors_of(form: str, fields: Mapping[str, str], now: datetime) -> dict[str, str]:
    """Return what is wrong with what was entered, by field; empty: nothing."""
    if form == "teach_form" and fields.get("kind") == FACT and not fields.get("source", "").strip():
        return {"source": "A fact needs its source and its date."}
    if form == "snooze_form" and int(fields.get("until") or 0) <= now.timestamp():
        return {"until": "Choose a later moment."}
    if form in ("edit_form", "note_form", "try_form") and not fields.get("text", "").strip():
        return {"text": "Please write something."}
    if form == "merge_form" and not re.fullmatch(PATTERN, fields.get("into", "")):
        return {"into": "Choose a case."}
    return {}


def _view(
    name: str,
    title: str,
    blocks: Sequence[Block],
    about: str = "",
    *,
    submit: str = "",
    tell_when_closed: bool = False,
) -> Block:
    view: Block = {
        "type": "modal", "callback_id": name, "title": plain(title), "blocks": list(blocks),
        "close": plain("Cancel"), "private_metadata": about, "notify_on_close": tell_when_closed,
    }  # fmt: skip
    if any(block["type"] == "input" for block in blocks):
        view["submit"] = plain(submit or "Save")
    return view


def _input(name: str, label: str, element: Block, *, optional: bool = False) -> Block:
    return {
        "type": "input", "block_id": name, "label": plain(label), "element": element,
        "optional": optional,
    }  # fmt: skip


def _text(
    name: str, label: str, value: str, *, optional: bool = False, one_line: bool = False
) -> Block:
    element: Block = {
        "type": "plain_text_input", "action_id": _FIELD, "multiline": not one_line,
        "max_length": MAX_INPUT,
    }  # fmt: skip
    if value:
        element["initial_value"] = clip(value, MAX_INPUT)
    return _input(name, label, element, optional=optional)


def _choice(name: str, label: str, options: Sequence[tuple[str, str]]) -> Block:
    element: Block = {
        "type": "static_select", "action_id": _FIELD, "placeholder": plain("Choose"),
        "options": [option(*each) for each in options[:100]],
    }  # fmt: skip
    return _input(name, label, element)
