"""How much one address may ask of the desk in a short time.

Counted in the memory of this process. That is right for `npq-bot serve`, which is one process with
threads; several processes would each count for themselves and allow as many times more.
"""

from __future__ import annotations

import ipaddress
import time

from flask import Flask, Response, g, request
from werkzeug.exceptions import TooManyRequests

from bot.moving_windows import MovingWindows, Standing, Window

# A whole staff room may sit behind one address: thirty colleagues who open the chat at once are
# fine, a script is not. What is posted costs more than what is read.
POSTING = (Window(40, 10), Window(300, 600))
READING = (Window(90, 10),)
_NOT_COUNTED = frozenset(
    # Slack sends everybody's events from few addresses, and signs them.
    ["static", "web.widget", "health.healthz", "health.readyz", "slack.events"]
)


def limit(app: Flask) -> None:
    """Refuse an address that asks too often with 429; each route and address counts apart.

    Every answer says how it stands (X-RateLimit-*), so that programs can wait.
    """
    posted, read = MovingWindows(), MovingWindows()

    @app.before_request
    def count() -> None:
        endpoint = request.endpoint
        if endpoint is None or endpoint in _NOT_COUNTED:
            return
        counts, windows = (posted, POSTING) if request.method == "POST" else (read, READING)
        g.standing = counts.hit((endpoint, _asker()), windows, time.monotonic())
        if not g.standing.allowed:
            raise TooManyRequests(
                "too many requests from one address; Retry-After says when to go on",
                retry_after=g.standing.resets_in_s,
            )

    @app.after_request
    def tell(response: Response) -> Response:
        standing: Standing | None = g.get("standing")
        if standing is not None:
            headers = response.headers
            headers["X-RateLimit-Limit"] = str(standing.most)
            headers["X-RateLimit-Remaining"] = str(standing.left)
            headers["X-RateLimit-Reset"] = str(int(time.time()) + standing.resets_in_s)
            headers["Retry-After"] = str(standing.resets_in_s)
        return response


def _asker() -> str:
    """The address; of IPv6 the network, since one household holds 2^64 addresses."""
    address = request.remote_addr or "unknown"
    if ":" not in address:
        return address
    try:
        return str(ipaddress.ip_network((address, 64), strict=False))
    except ValueError:
        return address
