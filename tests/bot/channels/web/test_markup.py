from __future__ import annotations

import pytest

from bot.channels.web.markup import to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("One.\nTwo.\n\nThree.", "<p>One.<br>Two.</p>\n<p>Three.</p>"),
        ("You need:\n- a\n- b\nBye", "<p>You need:</p>\n<ul><li>a</li><li>b</li></ul>\n<p>Bye</p>"),
        ('<b> & "q"', "<p>&lt;b&gt; &amp; &#34;q&#34;</p>"),
        (
            "See https://a.example/x?y=1&z. Or npq@stsn.co.uk.",
            '<p>See <a href="https://a.example/x?y=1&amp;z">https://a.example/x?y=1&amp;z</a>. Or'
            ' <a href="mailto:npq@stsn.co.uk">npq@stsn.co.uk</a>.</p>',
        ),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
    ],
)
def test_plain_text_becomes_safe_html(text: str, html: str) -> None:
    assert to_html(text) == html
