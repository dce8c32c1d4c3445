"""axe-core in a page and in all its frames: every rule of WCAG levels A and AA."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# A page can be seen before its style sheets have come, after a form on a busy machine for instance: no reader's page,
# and full of faults that are none. One that never comes is a fault of its own.
RUN = """async tags => {
  const bare = () => [...document.querySelectorAll('link[rel=stylesheet]')].filter(link => !link.sheet);
  for (let turn = 0; bare().length && turn < 400; turn++) await new Promise(done => setTimeout(done, 50));
  if (bare().length) return {broken: bare().map(link => `${link.href} did not come`), kept: Infinity};
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, iframes: false});
  const say = (rule, node) => `${rule.id}: ${node.target.join(' ')} ${node.failureSummary}`;
  return {broken: found.violations.flatMap(rule => rule.nodes.map(node => say(rule, node))), kept: found.passes.length};
}"""


@cache
def _script() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def broken(page: Page) -> list[str]:
    """Returns the rules that the page and its frames break, with where; each frame was really looked at."""
    faults: list[str] = []
    for frame in page.frames:
        if frame.url.startswith("chrome-error:"):  # the browser's own page, where a frame did not come
            continue
        # Not by a script tag: the pages forbid those, and a test must not soften what it looks at.
        found: Any = frame.evaluate(f"async tags => {{ {_script()}; return await ({RUN})(tags); }}", TAGS)
        assert found["kept"] > 5, f"axe looked at almost nothing of {frame.url}"
        faults += [f"{frame.url}: {fault}" for fault in found["broken"]]
    return faults
