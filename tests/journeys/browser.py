"""A visitor with a browser, and what nobody should ever meet on any page."""

import os
import re
import shutil
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chromium() -> str:
    """The machine's own chromium (CHROMIUM names another)."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise RuntimeError("No chromium found. Install it (apt-get install chromium) or set CHROMIUM=/path/to/it.")
    return found


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


@dataclass
class Visitor:
    """One browser window. `faults` gathers what went wrong unseen; the fixture asserts at the end that it is empty."""

    page: Page
    site_url: str
    faults: list[str] = field(default_factory=list)
    expected_status: set[int] = field(default_factory=lambda: {200})
    _examined: bool = False  # while axe looks, the console speaks of axe's own doings

    def watch(self) -> "Visitor":
        host = urlsplit(self.site_url).netloc
        page = self.page

        def on_request(request):
            parts = urlsplit(request.url)
            if parts.scheme in ("http", "https") and parts.netloc != host:
                self.faults.append(f"{page.url}: asks another host: {request.url}")

        def on_response(response):
            if response.status >= 400 and response.status not in self.expected_status:
                self.faults.append(f"{page.url}: {response.url} answers {response.status}")

        def on_console(message):
            # A refused page also logs "Failed to load resource": that is the response's matter, told above.
            # That something came late to be used is said of a slow machine, not of a page.
            if self._examined or "preloaded using link preload but not used" in message.text:
                return
            if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
                self.faults.append(f"{page.url}: console: {message.text}")

        page.on("request", on_request)
        page.on("response", on_response)
        page.on("console", on_console)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: script error: {error}"))
        return self

    def go(self, path: str, status: int = 200) -> Page:
        """Open a page that must answer with this status."""
        self.expected_status.add(status)
        response = self.page.goto(self.site_url + path)
        assert response is not None and response.status == status, f"{path} answers {response and response.status}"
        return self.page

    def _look(self, script: str):
        """What the script sees on the whole page: right after a press the next page may be there, but still empty."""
        self.page.wait_for_load_state()
        return self.page.evaluate(script)

    def sideways(self) -> int:
        """By how many pixels the page is wider than its window; 0 is right."""
        return self._look("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def hidden_columns(self) -> list[str]:
        """Names of the tables and charts of which a part hides behind a sideways scroll; [] is right on a phone."""
        return self._look(_HIDDEN)

    def axe_findings(self) -> list[str]:
        """What axe-core finds against WCAG 2.2 A and AA and its best practices, with the address."""
        return [f"{self.page.url}: {finding}" for finding in self.axe_nodes()]

    def axe_nodes(self, *without: str) -> list[str]:
        """One sentence for each rule and kind of element that breaks it, outside of what `without` selects.

        Needs JavaScript on.
        """
        self._examined = True
        if not self._look("'axe' in window"):
            self.page.evaluate(axe())
        result = self.page.evaluate(
            "([tags, without]) => axe.run({include: [['html']], exclude: without.map(one => [one])},"
            " {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
            [AXE_TAGS, list(without)],
        )
        self._examined = False
        return sorted(
            {
                f"{found['impact']}: {found['id']}: {found['help']}: {re.sub(r'[0-9]+', '0', node['html'][:200])}"
                for found in result["violations"]
                for node in found["nodes"][:3]
            }
        )

    def texts(self) -> list[str]:
        """The page's visible texts and spoken attributes; names (translate="no") and other tongues (lang) left out."""
        return self._look(_TEXTS)


_HIDDEN = """() => [...document.querySelectorAll('.table-wrap, .chart-scroll, .chart-narrow')]
  .filter(frame => frame.scrollWidth > frame.clientWidth + 1 && !frame.querySelector('.keep-table'))
  .map(frame => frame.getAttribute('aria-label') || frame.textContent.trim().slice(0, 60))"""

_TEXTS = """() => {
  const found = [];
  const quiet = node => node.closest('[translate=no], [lang]:not(html), script, style, code, noscript');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, text = node.textContent.replace(/\\s+/g, ' ').trim();
    if (text && !quiet(node.parentElement)) found.push(text);
  }
  for (const name of ['title', 'alt', 'placeholder', 'aria-label'])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (!quiet(element)) found.push(element.getAttribute(name).trim());
  for (const element of document.querySelectorAll('input[type=submit], input[type=button]')) found.push(element.value);
  return found;
}"""
