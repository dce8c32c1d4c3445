"""Whether the list of reviewers can be trusted: what they may sign, and that nobody stands in it twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.library.shapes import Content
from service.library.units import ELIGIBILITY, TIMELINE, WORDING

NAME = re.compile(r"[a-z][a-z0-9_]*")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def check_reviewers(content: Content) -> Iterator[str]:
    """Yields what is wrong with reviewers.yml beyond its shape; two ids of one person would make one person two."""
    groups = {*content.groups, "cards", "helplines", WORDING, ELIGIBILITY, TIMELINE}
    registered: dict[str, str] = {}
    owners: dict[str, str] = {}
    for name, reviewer in content.reviewers.items():
        if not NAME.fullmatch(name):
            yield f"{name}: write the id in small letters, figures and _, as the name of the account."
        for group in reviewer.groups:
            if group not in groups:
                yield f"{name}: there is no group {group}. Mend 'groups'."
        number = re.sub(r"\W", "", f"{reviewer.body}{reviewer.number}").casefold()
        if registered.setdefault(number, name) != name:
            yield f"{name}: {registered[number]} has the same registration number. Name a person once."
        for email in reviewer.emails:
            if not EMAIL.fullmatch(email):
                yield f"{name}: {email} is not an email address. Mend it."
            if owners.setdefault(email.casefold(), name) != name:
                yield f"{name}: {email} belongs to {owners[email.casefold()]} already. Name a person once."
