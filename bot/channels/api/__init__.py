"""The desk for programs: JSON over HTTP, version 1."""

from bot.channels.api.routes import api_routes

__all__ = ["api_routes"]
