"""Plays Slack's Web API on a loopback port: remembers what it is told, refuses what Slack would.

Every call's blocks are checked against `limits`; a fault is answered as Slack answers it and kept
in `faults`, which the fixture holds empty at the end of every test.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.bot.channels.slack.limits import faults_of_message, faults_of_view

TOKEN = "xoxb-for-tests"
APP_TOKEN = "xapp-for-tests"
BOT = "U0NPQDESK"
TEAM = "T0STSN"
GROUP = "S0STAFF"
CARDS = "C0ENQUIRIES"
_JSON_ARGUMENTS = ("blocks", "view", "metadata", "prompts")


@dataclass
class Failure:
    """How one coming call of a method is answered instead."""

    error: str = "internal_error"
    status: int = 200
    retry_after: int | None = None
    after: bool = False
    """The call takes effect, only its answer is lost: the connection ends without one."""


@dataclass
class FakeSlack:
    """The workspace; all of its memory is public."""

    members: list[str] = field(default_factory=lambda: ["U0ANNA", "U0BEN"])
    """The staff group."""
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Channel -> its messages, oldest first."""
    private: list[dict[str, Any]] = field(default_factory=list)
    """Ephemeral messages, and what came through response addresses."""
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Modals by their id."""
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Home tabs by person."""
    prompts: list[dict[str, Any]] = field(default_factory=list)
    """Suggested prompts that were set."""
    calls: list[str] = field(default_factory=list)
    """Methods called, in order."""
    faults: list[str] = field(default_factory=list)
    """What Slack would have refused."""
    failures: dict[str, list[Failure]] = field(default_factory=dict)
    """Coming failures by method."""
    used_triggers: set[str] = field(default_factory=set)
    changed: threading.Condition = field(default_factory=threading.Condition)
    socket_url: str = ""
    url: str = ""
    clock: Callable[[], float] = time.time

    def __post_init__(self) -> None:
        self._ts = 1_700_000_000_000_000

    def next_ts(self) -> str:
        self._ts += 1_000_001
        return f"{self._ts // 1_000_000}.{self._ts % 1_000_000:06d}"

    def wait(self, happened: Callable[[], bool], timeout: float = 10.0) -> None:
        """Return as soon as something has happened; fail when it does not."""
        with self.changed:
            assert self.changed.wait_for(happened, timeout), "it did not happen"

    def filled_view(self) -> dict[str, Any]:
        """Wait until the modal that was opened last shows what it is about; return it."""

        def newest() -> dict[str, Any]:
            return next(reversed(self.views.values()), {})

        self.wait(lambda: bool(newest().get("filled")))
        return newest()

    def in_channel(self, channel: str) -> list[dict[str, Any]]:
        return list(self.messages.get(channel, []))

    def say(self, channel: str, text: str, user: str = "U0ASKER", **more: Any) -> dict[str, Any]:
        """Let a person post; returns the message."""
        message = {"type": "message", "user": user, "text": text, "ts": self.next_ts(), **more}
        self.messages.setdefault(channel, []).append(message)
        return message

    def fail(self, method: str, failure: Failure) -> None:
        self.failures.setdefault(method, []).append(failure)

    def call(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        if handler is None:
            self.faults.append(f"{method}: no such method")
            return {"ok": False, "error": "unknown_method"}
        return handler(given)

    def _auth_test(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "user_id": BOT, "bot_id": "B0NPQDESK", "team_id": TEAM, "team": "STSN"}

    def _apps_connections_open(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "url": self.socket_url}

    def _chat_postMessage(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        if refused := self._refused("chat.postMessage", faults_of_message(given)):
            return refused
        message = {
            "type": "message", "user": BOT, "bot_id": "B0NPQDESK", "ts": self.next_ts(),
            **{k: v for k, v in given.items() if k not in ("channel", "token")},
        }  # fmt: skip
        channel = given["channel"]
        self.messages.setdefault(channel, []).append(message)
        return {"ok": True, "channel": channel, "ts": message["ts"], "message": message}

    def _chat_update(self, given: dict[str, Any]) -> dict[str, Any]:
        if refused := self._refused("chat.update", faults_of_message(given)):
            return refused
        for message in self.messages.get(given["channel"], []):
            if message["ts"] == given["ts"]:
                message.update(text=given["text"], blocks=given.get("blocks", []))
                message["updates"] = message.get("updates", 0) + 1
                return {"ok": True, "channel": given["channel"], "ts": given["ts"]}
        return {"ok": False, "error": "message_not_found"}

    def _chat_postEphemeral(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802
        if refused := self._refused("chat.postEphemeral", faults_of_message(given)):
            return refused
        self.private.append(given)
        return {"ok": True, "message_ts": self.next_ts()}

    def _conversations_history(self, given: dict[str, Any]) -> dict[str, Any]:
        found = [m for m in self.messages.get(given["channel"], []) if not m.get("thread_ts")]
        return {"ok": True, "messages": self._shown(given, found[::-1]), "has_more": False}

    def _conversations_replies(self, given: dict[str, Any]) -> dict[str, Any]:
        found = [
            m for m in self.messages.get(given["channel"], [])
            if given["ts"] in (m.get("thread_ts"), m["ts"])
        ]  # fmt: skip
        if not found:
            return {"ok": False, "error": "thread_not_found"}
        return {"ok": True, "messages": self._shown(given, found), "has_more": False}

    def _shown(self, given: dict[str, Any], found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if given.get("include_all_metadata") in (True, "true", "1", 1):
            return found
        return [{k: v for k, v in m.items() if k != "metadata"} for m in found]

    def _usergroups_users_list(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["usergroup"] != GROUP:
            return {"ok": False, "error": "no_such_subteam"}
        return {"ok": True, "users": self.members}

    def _users_info(self, given: dict[str, Any]) -> dict[str, Any]:
        name = given["user"].removeprefix("U0").title()
        return {"ok": True, "user": {"id": given["user"], "profile": {"real_name": name}}}

    def _views_open(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["trigger_id"] in self.used_triggers:
            return {"ok": False, "error": "exchanged_trigger_id"}
        if refused := self._refused("views.open", faults_of_view(given["view"])):
            return refused
        self.used_triggers.add(given["trigger_id"])
        view = {**given["view"], "id": f"V{len(self.views) + 1:04d}", "hash": "1"}
        self.views[view["id"]] = view
        return {"ok": True, "view": view}

    def _views_update(self, given: dict[str, Any]) -> dict[str, Any]:
        if refused := self._refused("views.update", faults_of_view(given["view"])):
            return refused
        if given.get("view_id") not in self.views:
            return {"ok": False, "error": "not_found"}
        self.views[given["view_id"]] = {**given["view"], "id": given["view_id"], "filled": True}
        return {"ok": True, "view": self.views[given["view_id"]]}

    def _views_publish(self, given: dict[str, Any]) -> dict[str, Any]:
        if refused := self._refused("views.publish", faults_of_view(given["view"])):
            return refused
        self.homes[given["user_id"]] = given["view"]
        return {"ok": True, "view": given["view"]}

    def _assistant_threads_setSuggestedPrompts(  # noqa: N802
        self, given: dict[str, Any]
    ) -> dict[str, Any]:
        if "thread_ts" in given:
            return {"ok": False, "error": "agents_have_no_threads"}
        if not 1 <= len(given["prompts"]) <= 4:
            return self._refused("setSuggestedPrompts", ["one to four prompts"]) or {}
        self.prompts.append(given)
        return {"ok": True}

    def _refused(self, method: str, found: list[str]) -> dict[str, Any] | None:
        if not found:
            return None
        self.faults += [f"{method}: {fault}" for fault in found]
        return {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": found}}


@contextmanager
def fake_slack() -> Iterator[FakeSlack]:
    """Run the workspace while the block lasts."""
    slack = FakeSlack()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.slack = slack
    slack.url = f"http://127.0.0.1:{server.server_address[1]}/api/"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield slack
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    slack: FakeSlack


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        slack = self.server.slack
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        path = urlsplit(self.path).path
        given = self._given(raw)
        with slack.changed:
            if path.startswith("/hook/"):
                self._hook(slack, path, given)
                return
            method = path.removeprefix("/api/")
            slack.calls.append(method)
            coming = slack.failures.get(method)
            failure = coming.pop(0) if coming else None
            if failure and not failure.after:
                headers = {"Retry-After": str(failure.retry_after)} if failure.retry_after else {}
                self._send({"ok": False, "error": failure.error}, failure.status, headers)
                return
            token = APP_TOKEN if method == "apps.connections.open" else TOKEN
            if self.headers.get("Authorization") != f"Bearer {token}":
                answer = {"ok": False, "error": "invalid_auth"}
            else:
                answer = slack.call(method, given)
            slack.changed.notify_all()
            if failure:
                self.close_connection = True
                return
        self._send(answer)

    def _hook(self, slack: FakeSlack, path: str, given: dict[str, Any]) -> None:
        if path == "/hook/gone":
            self._send({"ok": False, "error": "used_url"}, 404)
            return
        found = faults_of_message(given)
        slack.faults += [f"{path}: {fault}" for fault in found]
        slack.private.append({**given, "hook": path})
        slack.changed.notify_all()
        self._send({"ok": not found}, 400 if found else 200)

    def _given(self, raw: str) -> dict[str, Any]:
        if self.headers.get("Content-Type", "").startswith("application/json"):
            return dict(json.loads(raw or "{}"))
        given: dict[str, Any] = dict(parse_qsl(raw, keep_blank_values=True))
        for name in _JSON_ARGUMENTS:
            if isinstance(given.get(name), str):
                given[name] = json.loads(given[name])
        return given

    def _send(
        self, body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)
