"""Socket Mode against a websocket server: acknowledged when stored, once over all connections."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import parse_qs

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from bot.channels.slack.socket_mode import Socket
from bot.storage.tables import slack_events, turns
from tests.bot.channels.slack.conftest import Office
from tests.bot.channels.slack.fake_slack import APP_TOKEN, BOT, Failure
from tests.bot.channels.slack.payloads import event, mention, message, submission


class Server:
    """Plays Slack's end of Socket Mode: sends envelopes, remembers what was acknowledged."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, dict[str, Any]] = {}
        """What came back for each envelope."""
        self.connections: list[ServerConnection] = []
        """All there ever were, in order."""
        self.changed = threading.Condition()
        self.url = ""

    def serve(self, connection: ServerConnection) -> None:
        connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        with self.changed:
            self.connections.append(connection)
            self.changed.notify_all()
        try:
            for raw in connection:
                answer = json.loads(raw)
                with self.changed:
                    self.acknowledged[answer["envelope_id"]] = answer.get("payload") or {}
                    self.changed.notify_all()
        except ConnectionClosed:
            pass

    def deliver(self, envelope: str, payload: dict[str, Any], kind: str, **more: Any) -> None:
        """Send an envelope over the newest connection and wait for its acknowledgement."""
        self.send(envelope, payload, kind, **more)
        self.wait(lambda: envelope in self.acknowledged)

    def send(self, envelope: str, payload: dict[str, Any], kind: str, **more: Any) -> None:
        body = {"envelope_id": envelope, "payload": payload, "type": kind, **more}
        self.connections[-1].send(json.dumps(body))

    def nudge(self, closing: threading.Thread) -> None:
        """Say something, so that who only listens notices that it is closing."""
        while closing.is_alive():
            with suppress(ConnectionClosed):
                self.connections[-1].send('{"type": "hello"}')
            closing.join(0.1)

    def wait(self, happened: Any) -> None:
        with self.changed:
            assert self.changed.wait_for(happened, 15), "it did not happen"


@contextmanager
def socket_server() -> Iterator[Server]:
    slack = Server()
    with serve(slack.serve, "127.0.0.1", 0) as server:
        port = server.socket.getsockname()[1]
        slack.url = f"ws://127.0.0.1:{port}/link"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield slack
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def server(office: Office) -> Iterator[Server]:
    """The far end, with the desk connected to it."""
    with socket_server() as far_end:
        office.slack.socket_url = far_end.url
        socket = Socket(office.channel.app, APP_TOKEN, office.slack.url, ping_s=0.3)
        assert socket.ensure()
        far_end.wait(lambda: far_end.connections)
        yield far_end
        closing = threading.Thread(target=socket.close)
        closing.start()
        far_end.nudge(closing)  # the client closes when it next hears something, or after 3 s


def test_an_event_is_stored_before_it_is_acknowledged(office: Office, server: Server) -> None:
    server.deliver("e1", event(message("answer", "1.1")), "events_api")

    assert office.count(slack_events) == 1
    office.round()
    assert [m["text"] for m in office.slack.in_channel("D0ASKER")] == ["18 months."]


def test_what_is_sent_again_after_a_reconnect_is_one_event(office: Office, server: Server) -> None:
    body = event(mention(f"<@{BOT}> answer", "1.1"))
    server.deliver("e1", body, "events_api")
    server.connections[-1].close()
    server.wait(lambda: len(server.connections) == 2)

    server.deliver("e2", body, "events_api", retry_attempt=1, retry_reason="timeout")
    server.deliver("e3", event(body["event"], "EvFresh"), "events_api", retry_attempt=0)
    office.round()

    assert (office.count(slack_events), office.count(turns)) == (1, 1)
    assert len(office.slack.in_channel("C0TEAM")) == 1


def test_what_cannot_be_stored_is_not_acknowledged(office: Office, server: Server) -> None:
    with office.engine.begin() as connection:
        slack_events.drop(connection)

    server.send("lost", event(message("answer", "1.1")), "events_api")
    server.deliver("nothing to store", event(message("x", "1.2", bot_id="B1")), "events_api")

    assert "lost" not in server.acknowledged


def test_a_form_that_lacks_something_is_answered_in_the_acknowledgement(
    office: Office, server: Server
) -> None:
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": "note_form",
        "private_metadata": "K7Q-2M4:1",
    }
    body = parse_qs(submission(view, {"text": {"value": " "}}))["payload"][0]

    server.deliver("e1", json.loads(body), "interactive")

    assert server.acknowledged["e1"]["errors"] == {"text": "Please write something."}


def test_where_slack_cannot_be_reached_it_is_tried_again_later(office: Office) -> None:
    office.slack.fail("apps.connections.open", Failure("internal_error"))
    with socket_server() as far_end:
        office.slack.socket_url = far_end.url
        socket = Socket(office.channel.app, APP_TOKEN, office.slack.url)

        assert not socket.ensure()
        assert socket.ensure()
        socket.close()
