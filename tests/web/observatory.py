"""What the Mozilla HTTP Observatory would say of one answer: its published scoring table, stated here in our own words.

The table is that of "Tests and scoring", https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring (and of
github.com/mdn/mdn-http-observatory, src/grader/charts.js): a site starts with 100 points; what is missing or unsafe
takes points; only with 90 or more left are the extra points for doing better added. 100 is an A+.

Left out, because one answer of a server does not show it: whether the domain is on the browsers' list of HTTPS-only
sites (+5), and whether http leads to https, which the proxy in front does; what is looked at instead is that no answer
redirects away from https or to another host.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

from httpx2 import Response

FOR_MORE = 90  # points without which nothing extra is added
SIX_MONTHS = 15_768_000  # seconds
BROAD = {"*", "http:", "https:", "ftp:", "http://*", "https://*", "http://*.*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
KNOWN_REFERRERS = {*PRIVATE, "origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}


@dataclass(frozen=True)
class Verdict:
    """What one test of the table says, and the points it gives or takes."""

    said: str
    points: int


def policy(response: Response) -> dict[str, set[str]]:
    """Returns the directives of the content security policy; of two policies both hold, so what both allow."""
    directives: dict[str, set[str]] = {}
    for one in ",".join(response.headers.get_list("content-security-policy")).split(","):
        for name, *sources in (part.split() for part in one.split(";") if part.split()):
            own = {source.lower() for source in sources}
            directives[name.lower()] = directives.get(name.lower(), own) & own
    return directives


def content_policy(response: Response) -> Verdict:
    """Scripts and objects must come from named places only; the most for a policy that begins with nothing."""
    rules = policy(response)
    if not rules:
        return Verdict("no content security policy", -25)
    anything = {"*"}
    scripts, objects, styles = (
        rules.get(name, rules.get("default-src", anything)) for name in ("script-src", "object-src", "style-src")
    )
    active = {s for name, sources in rules.items() if name not in ("img-src", "media-src") for s in sources}
    shown = {s for name in ("img-src", "media-src") for s in rules.get(name, rules.get("default-src", set()))}
    if scripts & (BROAD | INLINE) or objects & BROAD:
        return Verdict("scripts or objects from anywhere", -20)
    if any(source.startswith(("http:", "ftp:")) for source in active):
        return Verdict("scripts or styles over http", -20)
    if "'unsafe-eval'" in scripts | styles:
        return Verdict("text may be run as a script", -10)
    if any(source.startswith(("http:", "ftp:")) for source in shown):
        return Verdict("pictures over http", -10)
    if styles & (BROAD | INLINE):
        return Verdict("styles from anywhere", 0)
    return (
        Verdict("begins with nothing", 10) if rules.get("default-src") == {"'none'"} else Verdict("nothing unsafe", 5)
    )


def cookies(response: Response) -> Verdict:
    """Cookies must be Secure, SameSite and, those of a session, HttpOnly; none at all is as good."""
    verdict = Verdict("no cookies", 0)
    for cookie in response.headers.get_list("set-cookie"):
        name, *flags = (part.strip().lower() for part in cookie.split(";"))
        session, same_site = "sess" in name or "login" in name, [f for f in flags if f.startswith("samesite")]
        if "secure" not in flags:
            found = Verdict("a cookie without Secure", -40 if session else -20)
        elif same_site and same_site[0].partition("=")[2] not in ("lax", "strict", "none"):
            found = Verdict("a cookie with a wrong SameSite", -20)
        elif session and "httponly" not in flags:
            found = Verdict("a session cookie without HttpOnly", -30)
        elif "csrf" in name and not same_site:
            found = Verdict("a token without SameSite", -20)
        else:
            found = Verdict("safe cookies", 5 if same_site else 0)
        verdict = found if verdict.said == "no cookies" or found.points < verdict.points else verdict
    return verdict


def other_origins(response: Response) -> Verdict:
    """No other origin may read answers with credentials. The older table took 50 for any origin at all; so do we."""
    allowed = response.headers.get("access-control-allow-origin")
    return Verdict(f"open to {allowed}", -50) if allowed else Verdict("not open to other origins", 0)


def redirection(response: Response) -> Verdict:
    """A redirect must stay on this host and on https; an address without either does."""
    to = urlsplit(response.headers.get("location", ""))
    if to.scheme and to.scheme != "https":
        return Verdict("redirects away from https", -20)
    if to.netloc and to.hostname != urlsplit(str(response.request.url)).hostname:
        return Verdict("redirects to another host", -5)
    return Verdict("stays here", 0)


def referrer(response: Response) -> Verdict:
    """The address somebody comes from must not be told to other sites."""
    said = response.headers.get("referrer-policy")
    if said is None:
        return Verdict("no referrer policy", 0)
    # Of several, browsers take the last they know.
    last = next((p for p in reversed([p.strip().lower() for p in said.split(",")]) if p in KNOWN_REFERRERS), "")
    return Verdict(last, 5) if last in PRIVATE else Verdict(f"tells others: {said}", -5)


def https_only(response: Response) -> Verdict:
    """Browsers must be told to use https for at least six months."""
    said = response.headers.get("strict-transport-security")
    if said is None:
        return Verdict("not told to stay on https", -20)
    found = re.search(r"(?:^|;)\s*max-age=\"?(\d+)\"?\s*(?:;|$)", said, re.IGNORECASE)
    if not found:
        return Verdict(f"cannot be read: {said}", -20)
    return Verdict("for six months or more", 0) if int(found[1]) >= SIX_MONTHS else Verdict("for too short", -10)


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.found.append(dict(attrs))


def foreign_scripts(response: Response) -> Verdict:
    """Scripts of other hosts must come over https and carry their hash; our own need neither."""
    if "html" not in response.headers.get("content-type", "html"):
        return Verdict("no page", 0)
    page = _Scripts()
    page.feed(response.text)
    verdict = Verdict("only our own scripts, or none", 0)
    for script in page.found:
        to = urlsplit(script.get("src") or "")
        if not to.netloc:
            continue
        if to.scheme != "https":
            found = Verdict("a script over http", -20 if script.get("integrity") else -50)
        else:
            found = Verdict("a foreign script", 5 if script.get("integrity") else -5)
        verdict = found if not verdict.points or found.points < verdict.points else verdict
    return verdict


def content_type(response: Response) -> Verdict:
    """Browsers must not guess what a file is."""
    right = response.headers.get("x-content-type-options", "").strip().lower() == "nosniff"
    return Verdict("nosniff", 0) if right else Verdict("browsers may guess the type", -5)


def framing(response: Response) -> Verdict:
    """Others must not show our pages inside theirs; said by the content policy it counts most."""
    if "frame-ancestors" in policy(response):
        return Verdict("by the content policy", 5)
    said = response.headers.get("x-frame-options", "").strip().lower()
    known = said in ("deny", "sameorigin") or said.startswith("allow-from")
    return Verdict(said, 0) if known else Verdict("others may frame it", -20)


def loading(response: Response) -> Verdict:
    """Others must not load our answers into their pages."""
    said = response.headers.get("cross-origin-resource-policy")
    if said is None:
        return Verdict("not said", 0)
    points = {"same-origin": 10, "same-site": 10, "cross-origin": 0}.get(said.strip().lower(), -5)
    return Verdict(said, points)


TESTS: tuple[Callable[[Response], Verdict], ...] = (
    content_policy, cookies, other_origins, redirection, referrer, https_only, foreign_scripts, content_type, framing,
    loading,
)  # fmt: skip


def score(response: Response) -> tuple[int, list[str]]:
    """Returns the points of an answer of an https site, and what took points from it."""
    verdicts = [test(response) for test in TESTS]
    points = 100 + sum(v.points for v in verdicts if v.points < 0)
    if points >= FOR_MORE:
        points += sum(v.points for v in verdicts if v.points > 0)
    return max(0, points), [v.said for v in verdicts if v.points < 0]
