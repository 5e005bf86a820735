"""Slack's published limits as tables, and a check of messages and views against them.

Source: Slack's reference pages "Block Kit blocks", "Block elements", "Composition objects",
"Surfaces" and the methods chat.postMessage, views.open and views.publish, as read in November 2026.
The sum over all texts of a message is published nowhere; about 13,200 characters are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

BLOCKS = {"message": 50, "modal": 100, "home": 100}
TEXT_IN_ALL = 13_200
MESSAGE_TEXT = 40_000
VIEW = {"title": 24, "submit": 24, "close": 24, "private_metadata": 3_000, "callback_id": 255,
        "external_id": 255}  # fmt: skip
# Block -> (keys allowed beside type and block_id, keys required).
SHAPES = {
    "header": ({"text"}, {"text"}),
    "section": ({"text", "fields", "accessory", "expand"}, set()),
    "context": ({"elements"}, {"elements"}),
    "actions": ({"elements"}, {"elements"}),
    "context_actions": ({"elements"}, {"elements"}),
    "divider": (set(), set()),
    "input": ({"label", "element", "hint", "optional", "dispatch_action"}, {"label", "element"}),
}
SURFACES = {
    "context_actions": {"message"},
    "input": {"modal", "home", "message"},
}
MOST_ELEMENTS = {"actions": 25, "context": 10, "context_actions": 5}
ELEMENTS_OF = {
    "actions": {"button", "static_select", "overflow", "datepicker", "conversations_select"},
    "context": {"mrkdwn", "plain_text", "image"},
    "context_actions": {"feedback_buttons", "icon_button"},
    "input": {"plain_text_input", "static_select", "datetimepicker", "conversations_select",
              "datepicker", "radio_buttons"},
    "section": {"button", "static_select", "overflow", "datepicker"},
}  # fmt: skip
# Element -> {text key: longest}; a key in PLAIN_ONLY has to be plain_text.
ELEMENT_TEXTS = {
    "button": {"text": 75, "value": 2_000, "url": 3_000, "accessibility_label": 75},
    "static_select": {"placeholder": 150},
    "conversations_select": {"placeholder": 150},
    "plain_text_input": {"placeholder": 150, "initial_value": 3_000},
    "datetimepicker": {},
    "datepicker": {"placeholder": 150},
    "overflow": {},
    "radio_buttons": {},
    "feedback_buttons": {},
}
OPTIONS = {"static_select": (1, 100), "overflow": (1, 5), "radio_buttons": (1, 10)}
OPTION = {"text": 75, "value": 150, "description": 75}
BLOCK_TEXTS = {"header": {"text": 150}, "section": {"text": 3_000},
               "input": {"label": 2_000, "hint": 2_000}}  # fmt: skip
PLAIN_ONLY = {("header", "text"), ("input", "label"), ("input", "hint"), ("button", "text")}
CONTEXT_TEXT = 3_000
ACTION_ID = BLOCK_ID = 255
STYLES = {"primary", "danger"}
_CALLS = re.compile(r"<!(?:channel|here|everyone|subteam)")


def faults_of_message(call: Mapping[str, Any]) -> list[str]:
    """Return what Slack would refuse of a message, or what would act in it that must not."""
    blocks = call.get("blocks") or []
    found = list(_blocks(blocks, "message"))
    text = call.get("text") or ""
    if not text and not call.get("delete_original"):
        found.append("no text: a notification and a screen reader would have nothing")
    if len(text) > MESSAGE_TEXT:
        found.append(f"text has {len(text)} characters")
    found += [f"text calls everybody: {text!r}" for _ in _CALLS.findall(text)]
    return found


def faults_of_view(view: Mapping[str, Any]) -> list[str]:
    """Return what Slack would refuse of a modal or a home tab."""
    kind = view.get("type")
    if kind not in ("modal", "home"):
        return [f"view type {kind!r}"]
    found = list(_blocks(view.get("blocks") or [], kind))
    for key, most in VIEW.items():
        value = view.get(key)
        text = value.get("text", "") if isinstance(value, Mapping) else value or ""
        if len(text) > most:
            found.append(f"view.{key} has {len(text)} characters of {most}")
    if kind == "modal" and "title" not in view:
        found.append("a modal without a title")
    asks = any(block.get("type") == "input" for block in view.get("blocks") or [])
    if kind == "modal" and asks and "submit" not in view:
        found.append("input blocks without submit")
    return found


def _blocks(blocks: Sequence[Mapping[str, Any]], surface: str) -> Iterator[str]:
    if len(blocks) > BLOCKS[surface]:
        yield f"{len(blocks)} blocks on a {surface}"
    if sum(map(characters, blocks)) > TEXT_IN_ALL:
        yield f"{sum(map(characters, blocks))} characters in all: msg_blocks_too_long"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield f"block ids twice: {ids}"
    for number, block in enumerate(blocks):
        for fault in _block(block, surface):
            yield f"blocks[{number}] ({block.get('type')}): {fault}"


def _block(block: Mapping[str, Any], surface: str) -> Iterator[str]:
    kind = block.get("type", "")
    if kind not in SHAPES:
        yield "unknown type"
        return
    allowed, required = SHAPES[kind]
    yield from (f"unknown key {key}" for key in set(block) - allowed - {"type", "block_id"})
    yield from (f"{key} is missing" for key in required - set(block))
    if surface not in SURFACES.get(kind, {surface}):
        yield f"not on a {surface}"
    if len(block.get("block_id", "")) > BLOCK_ID:
        yield "block_id too long"
    for key, most in BLOCK_TEXTS.get(kind, {}).items():
        if key in block:
            yield from _text(block[key], most, f"{kind}.{key}", plain=(kind, key) in PLAIN_ONLY)
    if kind == "section" and not ("text" in block or "fields" in block):
        yield "neither text nor fields"
    elements = block.get("elements", [])
    if kind in MOST_ELEMENTS and not 1 <= len(elements) <= MOST_ELEMENTS[kind]:
        yield f"{len(elements)} elements"
    inner = [*elements, *filter(None, [block.get("element"), block.get("accessory")])]
    action_ids = [element["action_id"] for element in inner if "action_id" in element]
    if len(action_ids) != len(set(action_ids)):
        yield f"action ids twice: {action_ids}"
    for element in inner:
        if element.get("type") not in ELEMENTS_OF.get(kind, set()):
            yield f"{element.get('type')} does not belong here"
        elif element["type"] in ("mrkdwn", "plain_text"):
            yield from _text(element, CONTEXT_TEXT, "context text", plain=False)
        else:
            yield from _element(element)


def _element(element: Mapping[str, Any]) -> Iterator[str]:
    kind = element["type"]
    if not 1 <= len(element.get("action_id", "")) <= ACTION_ID:
        yield f"{kind}: action_id {element.get('action_id')!r}"
    if element.get("style") not in {None, *STYLES}:
        yield f"{kind}: style {element['style']!r}"
    for key, most in ELEMENT_TEXTS[kind].items():
        value = element.get(key)
        if isinstance(value, Mapping):
            yield from _text(value, most, f"{kind}.{key}", plain=True)
        elif value is not None and len(value) > most:
            yield f"{kind}.{key} has {len(value)} characters of {most}"
    if kind in OPTIONS:
        least, most = OPTIONS[kind]
        if not least <= len(element.get("options", [])) <= most:
            yield f"{kind}: {len(element.get('options', []))} options"
        for option in element.get("options", []):
            yield from _text(option["text"], OPTION["text"], f"{kind} option", plain=True)
            if not 1 <= len(option["value"]) <= OPTION["value"]:
                yield f"{kind} option value {option['value']!r}"
        if "initial_option" in element and element["initial_option"] not in element["options"]:
            yield f"{kind}: initial_option is none of the options"
    if kind == "plain_text_input" and element.get("max_length", 1) > 3_000:
        yield "plain_text_input.max_length over 3,000"
    if kind == "feedback_buttons":
        for side in ("positive_button", "negative_button"):
            yield from _text(element[side]["text"], 75, side, plain=True)
            if len(element[side].get("value", "")) > 2_000:
                yield f"{side}.value too long"
            if len(element[side].get("accessibility_label", "")) > 75:
                yield f"{side}.accessibility_label too long"


def _text(value: Mapping[str, Any], most: int, name: str, *, plain: bool) -> Iterator[str]:
    text = value.get("text", "")
    if not 1 <= len(text) <= most:
        yield f"{name} has {len(text)} characters of {most}"
    if value.get("type") not in ("plain_text", "mrkdwn"):
        yield f"{name} is of type {value.get('type')!r}"
    if plain and value.get("type") != "plain_text":
        yield f"{name} has to be plain_text"
    if value.get("type") == "mrkdwn":
        yield from (f"{name} calls everybody: {text!r}" for _ in _CALLS.findall(text))
        if not value.get("verbatim"):
            yield f"{name} lets Slack make links of what looks like one"
    elif "verbatim" in value:
        yield f"{name}: verbatim on plain_text"


def characters(part: Any) -> int:
    """Return how many characters of text a block carries."""
    if isinstance(part, Mapping):
        own = len(part["text"]) if isinstance(part.get("text"), str) else 0
        return own + sum(characters(v) for v in part.values() if isinstance(v, Mapping | list))
    return sum(characters(item) for item in part if isinstance(item, Mapping | list))
