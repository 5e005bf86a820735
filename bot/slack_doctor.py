"""Tries out Slack and says how to put right what fails. Nothing is posted."""

from __future__ import annotations

from collections.abc import Iterator

from bot.channels.slack.api import RateLimitedError, RefusedError, SlackApi, SlackError
from bot.findings import Finding
from bot.settings import Settings

_SUBJECT = "slack"
# Slack's word -> what to do.
_FIXES = {
    "invalid_auth": "check SLACK_BOT_TOKEN; it begins with xoxb-",
    "not_authed": "check SLACK_BOT_TOKEN; it begins with xoxb-",
    "account_inactive": "the app was removed from the workspace; install it again",
    "token_revoked": "the app was removed from the workspace; install it again",
    "missing_scope": "paste the manifest of npq-bot slack manifest anew and reinstall the app",
    "channel_not_found": "NPQ_SLACK_CHANNEL has to be the channel's id, C...; in a private channel"
    " invite the app first",
    "not_in_channel": "invite the app into the channel of NPQ_SLACK_CHANNEL: /invite @NPQ enquiry"
    " desk",
    "no_such_subteam": "NPQ_SLACK_STAFF_GROUP has to be the user group's id, S...",
}


def examine_slack(settings: Settings) -> Iterator[Finding]:
    """Yield a finding for the token, the cards' channel, the staff group and the way in."""
    if not settings.slack_bot_token:
        yield Finding("note", _SUBJECT, "off; SLACK_BOT_TOKEN is not set")
        return
    api = SlackApi(settings.slack_bot_token, settings.slack_api_url)
    try:
        yield Finding("ok", _SUBJECT, f"signed in as {api.own_id()}")
    except SlackError as error:
        yield _fault("token", error)
        return
    yield _channel(api, settings.slack_channel)
    yield _group(api, settings.slack_staff_group)
    way = "Socket Mode" if settings.slack_app_token else "HTTP at /slack/events"
    if settings.slack_app_token and not settings.slack_app_token.startswith("xapp-"):
        yield Finding("FAULT", _SUBJECT, "SLACK_APP_TOKEN has to begin with xapp-")
    else:
        yield Finding("ok", _SUBJECT, f"events come by {way}")


def _channel(api: SlackApi, channel: str) -> Finding:
    if not channel:
        return Finding("note", _SUBJECT, "no case cards; NPQ_SLACK_CHANNEL is not set")
    try:
        api.find(channel, "doctor")
    except SlackError as error:
        return _fault("channel of the cards", error)
    return Finding("ok", _SUBJECT, f"case cards go to {channel}")


def _group(api: SlackApi, group: str) -> Finding:
    if not group:
        return Finding("note", _SUBJECT, "nobody may act; NPQ_SLACK_STAFF_GROUP is not set")
    try:
        number = len(api.members(group))
    except SlackError as error:
        return _fault("staff group", error)
    if not number:
        return Finding("FAULT", _SUBJECT, f"nobody may act: the group {group} has no members")
    return Finding("ok", _SUBJECT, f"{number} colleagues may act on cases")


def _fault(what: str, error: SlackError) -> Finding:
    if isinstance(error, RateLimitedError):
        return Finding("note", _SUBJECT, f"{what}: Slack asks us to wait; try again in a minute")
    word = error.error if isinstance(error, RefusedError) else ""
    fix = _FIXES.get(word, "check SLACK_API_URL and that the firewall lets us out to slack.com")
    return Finding("FAULT", _SUBJECT, f"{what}: {error}; {fix}")
