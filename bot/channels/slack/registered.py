"""Everything that Slack may send us, in one table: the app registers it, the manifest declares it.

Whoever adds a command, a shortcut or an event adds it here, and both sides have it.
"""

from __future__ import annotations

COMMAND = "/npq"
SHORTCUT = "answer_this"
# Event -> the scopes without which Slack does not send it.
EVENTS = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
}
# Web API method that we call -> the scope without which Slack refuses it; empty: none is needed.
METHODS = {
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "auth.test": "",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "channels:history",
    "conversations.replies": "channels:history",
    "usergroups.users.list": "usergroups:read",
    "users.info": "users:read",
    "views.open": "",
    "views.publish": "",
    "views.update": "",
}
