"""How much one address may ask of the desk in a short time.

Counted in the memory of this process. That is right for `npq-bot serve`, which is one process with
threads; several processes would each count for themselves and allow as many times more.
"""

from __future__ import annotations

import ipaddress

from flask import Flask, request
from flask_limiter import Limiter

# A whole staff room may sit behind one address: thirty colleagues who open the chat at once are
# fine, a script is not. What is posted costs more than what is read.
POSTING = "40 per 10 seconds; 300 per 10 minutes"
READING = "90 per 10 seconds"
_NOT_COUNTED = frozenset(
    # Slack sends everybody's events from few addresses, and signs them.
    ["static", "web.widget", "health.healthz", "health.readyz", "slack.events"]
)


def limit(app: Flask) -> None:
    """Refuse an address that asks too often with 429; each route and address counts apart."""
    limiter = Limiter(
        key_func=_asker,
        default_limits=[_allowed],
        default_limits_exempt_when=lambda: request.endpoint in _NOT_COUNTED,
        headers_enabled=True,  # Retry-After and X-RateLimit-*, so that programs can wait
        storage_uri="memory://",
        strategy="moving-window",
    )
    limiter.init_app(app)


def _allowed() -> str:
    return POSTING if request.method == "POST" else READING


def _asker() -> str:
    """The address; of IPv6 the network, since one household holds 2^64 addresses."""
    address = request.remote_addr or "unknown"
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False))
