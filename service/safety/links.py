"""Hides what leads to a person on the net: links to a profile, the number of a device, a password. Rules only."""

from __future__ import annotations

import re

from service.safety.said import hide_said

_I = re.IGNORECASE
# Groups and films are nobody's own, so "facebook.com/groups/..." and "youtube.com/watch" stay.
PROFILE = re.compile(
    r"\b(?:facebook|fb|instagram|twitter|x|tiktok|linkedin|snapchat|reddit|threads|youtube|t|wa|m)\.(?:com|me|net)/"
    r"(?!groups?/|watch|search|events?/|hashtag)((?:(?:in|add|u|user|people|p)/)?[@\w][\w.@%/+?=&-]*[\w/])",
    _I,
)
_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
IP = re.compile(rf"(?<![\w.]){_BYTE}(?:\.{_BYTE}){{3}}(?![\w.]*\d)")
# Of a device too ("3c:22:fb:10:9a:01"); a time of day has no letter and fewer parts.
IP_LONG = re.compile(r"(?<![\w:])(?=[\da-f:]*[a-f])(?:[\da-f]{1,4}::?){4,7}[\da-f]{1,4}(?![\w:])", _I)
PASSWORD = re.compile(r"\b(?:pass ?word|passcode|pwd|passphrase)(?: is| was|:|=| -)*\s+(?=\S*\d)(\S{4,})", _I)
# "www.somebody.co.uk is my blog"
OWN_SITE = re.compile(
    r"(?<![\w./])((?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?)(?= is (?:my|his|her|our) (?:blog|site|website"
    r"|web ?page|page)\b)",
    _I,
)
SITE_SAID = re.compile(
    r"\b(?:my|his|her|our) (?:blog|site|website|web ?page|page)(?: is|:)?(?: at)? ((?:https?://)?[\w-]+(?:\.[a-z][\w-]+)+(?:/\S*)?)",
    _I,
)


def hide_links(text: str) -> str:
    """Returns the text with links to profiles, numbers of devices and passwords replaced."""
    if "/" in text:
        text = hide_said(PROFILE, "[name]", text)
    if "." in text:
        text = hide_said(SITE_SAID, "[name]", OWN_SITE.sub("[name]", text))
    if text.count(".") > 2:
        text = IP.sub("[ID number]", text)
    if text.count(":") > 3:
        text = IP_LONG.sub("[ID number]", text)
    low = text.lower()
    if "pass" in low or "pwd" in low:
        text = hide_said(PASSWORD, "[security code]", text)
    return text
