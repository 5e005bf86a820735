from __future__ import annotations

import pytest

from bot.channels.web.addresses import address_fault


@pytest.mark.parametrize("text", ["a@b.co", "o'neil+npq@st-mary.herts.sch.uk", "a@münchen.de"])
def test_addresses_pass(text: str) -> None:
    assert address_fault(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "a", "a@b", "a b@c.de", "a@b.co\nBcc: x@y.de", "a@@b.co", "<a@b.co>", "a" * 300 + "@b.co"],
)
def test_other_things_do_not(text: str) -> None:
    assert address_fault(text)
