"""A content folder in git with three reviewers made up for a test, their accounts, their telephones and an audit."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from argon2 import PasswordHasher
from pyotp import TOTP

from service.library.read import read_content
from service.library.shapes import Content
from service.library.sign import Draft, prepare, sign
from service.library.signatures import Signature, path_of, signoffs
from service.library.signoff import SignOff, london_today
from service.records.audit import Audit
from service.records.conversations import connect
from service.web.accounts import STEP, Accounts, new_secret

if TYPE_CHECKING:
    from tests.library.conftest import Small

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORDS = {"ann": "seven quiet herons", "bob": "nine yellow kettles", "cat": "four heavy lanterns"}
GROUPS = "[illness, medicine, cards, helplines, wording, eligibility, timeline]"
REVIEWERS = f"""reviewers:
  ann: {{name: "Ann", role: "consultant", body: B, number: "1", groups: {GROUPS}, emails: [Ann@example.org]}}
  bob: {{name: "Bob", role: "nurse", body: B, number: "2", groups: {GROUPS}, emails: [bob@example.org]}}
  cat: {{name: "Cat", role: "pharmacist", body: B, number: "3", groups: [illness], emails: [cat@example.org]}}
"""
WRITER = "writer@example.org"
BODY = "It came back, for {{ returned }} of people. Call {{ helplines.charity.phone }}."


class Office:
    """People who write and sign. The clock stands until it is moved; every sign-in takes a new code."""

    def __init__(self, small: Small, var: Path) -> None:
        self.small, self.folder, self.now = small, small.folder, datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
        small.write("reviewers.yml", REVIEWERS)
        small.topic("basics", body=BODY)
        small.topic("other", body="Other words.")
        git(self.folder, "init", "--quiet")
        self.commit(WRITER)
        var.mkdir(exist_ok=True)
        self.url = f"sqlite:///{var / 'records.db'}"
        self.engine = connect(self.url)
        self.audit = Audit(self.engine, lambda: self.now.replace(tzinfo=None))
        self.accounts = Accounts(self.engine, lambda: self.now, QUICK)
        self.secrets = {name: new_secret() for name in PASSWORDS}
        for name, password in PASSWORDS.items():
            self.accounts.add(name, ["reviewer"], password, self.secrets[name], self.code(name))

    @property
    def today(self) -> date:
        """London's date by the office's clock."""
        return london_today(self.now)

    def code(self, name: str) -> str:
        """Returns a code that was not used before, a while later."""
        self.now += timedelta(seconds=STEP)
        return TOTP(self.secrets[name]).at(self.now)

    def commit(self, author: str, committer: str | None = None, message: str = "Words") -> None:
        """Commits the whole folder under these addresses."""
        git(self.folder, "add", "--all")
        names = ["-c", f"user.email={committer or author}", "-c", "user.name=X", "-c", "commit.gpgsign=false"]
        git(self.folder, *names, "commit", "--quiet", "--allow-empty", f"--author=X <{author}>", "-m", message)

    def content(self) -> Content:
        """Reads the folder as it is now."""
        return read_content(self.folder)

    def draft(self, unit: str = "topics/basics", reviewer: str = "ann", **given: Any) -> Draft:
        """Prepares a sign-off for a year from today, unless told."""
        options = {"next_review": self.today + timedelta(days=365), "today": self.today, **given}
        return prepare(self.content(), self.folder, self.audit, unit, reviewer, **options)

    def sign(self, unit: str = "topics/basics", reviewer: str = "ann", **given: Any) -> Signature:
        """Signs as a reviewer does: with their password and a new code."""
        draft = self.draft(unit, reviewer, **given)
        return sign(draft, PASSWORDS[reviewer], self.code(reviewer), self.accounts, self.folder, self.audit)

    def signoff(self, unit: str = "topics/basics") -> SignOff:
        """Returns what publishing would be told of a unit now."""
        return signoffs(self.content(), self.folder, self.audit)[unit]

    def status(self, unit: str = "topics/basics") -> str:
        """Returns its status now."""
        return self.signoff(unit)["status"]

    def file(self, unit: str = "topics/basics") -> Path:
        """Returns the signature file of a unit."""
        return path_of(self.folder, unit)


def git(folder: Path, *arguments: str) -> str:
    """Runs git there; returns what it printed."""
    done = subprocess.run(["git", "-C", folder, *arguments], capture_output=True, text=True, check=True)
    return done.stdout
