"""Which other sites may call the API from a visitor's browser: exact origins, none by default.

No credentials are ever allowed: the token travels in a header that the calling page sets itself.
"""

from __future__ import annotations

from collections.abc import Collection

from flask import Blueprint, Response, request

_ALLOWED = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key",
    "Access-Control-Max-Age": "3600",
}
_EXPOSED = "Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset"


def allow_origins(api: Blueprint, origins: Collection[str]) -> None:
    """Let pages of these origins, each as `https://host[:port]`, read what the API answers."""

    @api.after_app_request
    def permit(response: Response) -> Response:
        if not request.path.startswith("/api/"):
            return response
        response.vary.add("Origin")
        origin = request.headers.get("Origin", "")
        if origin not in origins:
            return response
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED
        if request.method == "OPTIONS":
            response.headers.update(_ALLOWED)
        return response
