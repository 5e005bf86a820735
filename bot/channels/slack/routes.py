"""`/slack/events`: the one address to which Slack sends events, commands, clicks and forms."""

from __future__ import annotations

from flask import Blueprint, Response, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk.signature import SignatureVerifier

from bot.channels.slack.manifest import PATH


def slack_routes(app: App, signing_secret: str) -> Blueprint:
    """Return the route. What is not signed by Slack within five minutes is answered with 401."""
    routes = Blueprint("slack", __name__)
    verifier = SignatureVerifier(signing_secret)
    handler = SlackRequestHandler(app)

    @routes.post(PATH)
    def events() -> Response:
        # Bolt checks as well, but reads the body first, and stumbles over one that is no JSON.
        if not _is_signed(verifier):
            return Response('{"error": "invalid request"}', 401, mimetype="application/json")
        return handler.handle(request)

    return routes


def _is_signed(verifier: SignatureVerifier) -> bool:
    stamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    if not (stamp.isascii() and stamp.isdecimal() and signature.isascii()):
        return False
    try:
        return verifier.is_valid(request.get_data(), stamp, signature)
    except UnicodeDecodeError:  # Slack sends UTF-8
        return False
