"""What all pages of the editor share: settings, accounts, sessions, records, files, templates and the way about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment
from sqlalchemy import Engine

from service.bot.office import BotOffice
from service.editor.files import Author, Files
from service.editor.shelf import Shelf
from service.editor.training import Training
from service.library.authors import EDITOR
from service.library.signoff import london_today
from service.records.asked import Asked
from service.records.audit import Audit
from service.records.drafts import Drafts
from service.records.sent_back import Returned, SentBack
from service.web.accounts import ROLES, Accounts, Role
from service.web.headers import allowed_origins
from service.web.limits import RateLimit
from service.web.sessions import Session, Sessions
from service.web.settings import Settings
from service.web.templating import environment

TEMPLATES = Path(__file__).parent / "templates"
LONDON = ZoneInfo("Europe/London")
TRIES_A_MINUTE = 20  # to sign in, from one address: more cost more than they can be worth
SAVE = "save"  # the audit's word for a file that was written


@dataclass(frozen=True)
class Way:
    """One entry of the menu, and who sees it."""

    path: str
    words: str
    roles: frozenset[Role]


# Each later part of the editor adds its own.
MENU: list[Way] = [
    Way("/editor/topics", "Topics", frozenset(ROLES)),
    Way("/editor/review", "Review", frozenset(ROLES)),
    Way("/editor/publish", "Publish", frozenset(ROLES)),
    Way("/editor/facts", "Facts", frozenset(ROLES)),
    Way("/editor/helplines", "Helplines", frozenset(ROLES)),
    Way("/editor/phrases", "Phrases", frozenset(ROLES)),
    Way("/editor/asked", "What people ask", frozenset(ROLES)),
    Way("/editor/retrain", "Retrain", frozenset(ROLES)),
    Way("/editor/try", "Try it", frozenset(ROLES)),
    Way("/editor/insight", "Insight", frozenset(ROLES)),
    Way("/editor/audit", "Audit", frozenset({"reviewer", "lead"})),
    Way("/editor/sessions", "My sessions", frozenset(ROLES)),
]


@dataclass
class House:
    """Everything a page needs, made once for the service."""

    settings: Settings
    engine: Engine
    accounts: Accounts = field(init=False)
    sessions: Sessions = field(init=False)
    audit: Audit = field(init=False)
    drafts: Drafts = field(init=False)
    sent_back: SentBack = field(init=False)
    shelf: Shelf = field(init=False)
    files: Files = field(init=False)
    bot: BotOffice = field(init=False)
    asked: Asked = field(init=False)
    training: Training = field(init=False)
    templates: Environment = field(init=False)
    tries: RateLimit = field(init=False)

    def __post_init__(self) -> None:
        """Opens every part."""
        self.accounts, self.sessions = Accounts(self.engine), Sessions(self.engine)
        self.audit, self.drafts = Audit(self.engine), Drafts(self.engine)
        self.sent_back = SentBack(self.engine)
        folder = self.settings.content_dir
        self.shelf, self.files = Shelf(folder, self.audit, lambda: datetime.now(UTC)), Files(folder, self._wrote)
        self.bot, self.asked = BotOffice(self.settings.bot_url), Asked(self.engine)
        self.training = Training(self.settings, self.bot)
        self.tries = RateLimit(TRIES_A_MINUTE)
        self.templates = environment(TEMPLATES)
        self.templates.filters["when"] = when

    @property
    def secure(self) -> bool:
        """Whether the public address is one of https."""
        return self.settings.public_url.startswith("https://")

    @property
    def ours(self) -> frozenset[str]:
        """The origins our own pages can have."""
        return allowed_origins(self.settings.public_url, self.settings.port)

    @property
    def today(self) -> date:
        """The date in London."""
        return london_today(datetime.now(UTC))

    def nav(self, session: Session | None) -> list[Way]:
        """Returns the entries of the menu for whoever is signed in."""
        return [way for way in MENU if session and way.roles & session.account.roles]

    def returned(self, topic: str) -> Returned | None:
        """Returns why a reviewer sent a topic back, as long as its file holds those words."""
        unit = self.shelf.unit(topic)
        found = self.sent_back.of(f"topics/{topic}")
        return next((one for one in found if unit and one.fingerprint == unit.fingerprint), None)

    def author(self, name: str) -> Author:
        """Returns how git is told of an account: a reviewer by an address of reviewers.yml, so that it knows them."""
        known = self.shelf.content().reviewers.get(name)
        return Author(name, known.emails[0] if known and known.emails else f"{name}@{EDITOR}")

    def _wrote(self, file: str, after: str) -> Author | None:
        entries = [entry for entry in self.audit.entries(SAVE) if entry.detail.get("file") == file]
        return self.author(entries[-1].actor) if entries and entries[-1].detail.get("after") == after else None


def when(at: datetime) -> str:
    """Returns a time of the records (UTC without a zone) as people in London write it."""
    here = at.replace(tzinfo=UTC).astimezone(LONDON)
    return f"{here.day} {here:%B} {here.year}, {here:%H:%M}"
