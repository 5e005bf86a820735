"""Takes mark-up, links, addresses and a channel's codes out of a text."""

from __future__ import annotations

import re

_SLACK_NAME = re.compile(r"<[@#!][^>]{0,80}>")
_SLACK_LINK = re.compile(r"<(https?://[^|>]{1,500})\|([^>]{1,300})>")
_EMOJI_CODE = re.compile(r":[a-z0-9_+-]{2,30}:")
_TAG = re.compile(r"<[a-z/!][^<>]{0,300}>", re.I)
_LINK = re.compile(r"(?:https?://|www\.)\S{1,500}")
_ADDRESS = re.compile(r"\S{1,64}@\S{1,190}\.\w{2,}")


def clean(folded: str, channel: str) -> str:
    """Return the text without mark-up, links, addresses and Slack's codes."""
    text = folded
    if channel == "slack":
        text = _SLACK_LINK.sub(r"\2", _SLACK_NAME.sub(" ", text))
        text = _EMOJI_CODE.sub(" ", text)
    text = _TAG.sub(" ", text)
    text = _LINK.sub(" ", text)
    return _ADDRESS.sub(" ", text)
