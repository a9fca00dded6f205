"""A browser by the name people know it by."""

import pytest

from baubau_pembinaan.core.browsers import browser_name

ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) "
AGENTS = {
    ANDROID + "Chrome/131.0.0.0 Mobile Safari/537.36": "Chrome di Android",
    ANDROID + "SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36": "Samsung Internet di Android",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0 Safari/537.36 Edg/131.0": "Edge di Windows",
    "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0": "Firefox di Linux",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604": "Safari di iPhone",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/131.0 Mobile Safari/604": "Chrome di iPhone",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_7) Version/18.0 Safari/605": "Safari di Mac",
    "curl/8.5": "Peramban tidak dikenal",
    "": "Peramban tidak dikenal",
    "<script>Firefox/1": "Firefox",
}  # fmt: skip


@pytest.mark.parametrize("agent", AGENTS)
def test_browser_in_words(agent):
    assert browser_name(agent) == AGENTS[agent]
