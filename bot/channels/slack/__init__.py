"""Slack: colleagues ask, and work their cases. See docs/channels.md."""

from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.routes import slack_routes

__all__ = ["SlackChannel", "slack_routes"]
