"""Who is signed in: a random number in the browser's cookie, of which the database holds only the hash."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Engine, delete, insert, or_, select, update

from service.records.tables import Base
from service.records.transaction import transaction
from service.web.accounts import ACCOUNTS, Account

SESSIONS = Base.metadata.tables["sessions"]
_ROW = SESSIONS.c
IDLE = timedelta(minutes=60)
WHOLE = timedelta(hours=12)
SEEN_EVERY = timedelta(seconds=30)  # no write for each of the requests of one page
TOKEN = re.compile(r"[\w-]{22}\Z")  # 128 bits
# First match wins: Edge and Opera also say Chrome, and Chrome also says Safari.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPad", "iPad"), ("iPhone", "iPhone"), ("Android", "Android"), ("Windows", "Windows"), ("Mac", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Session:
    """Somebody signed in. ``id``: the hash of the token; ``csrf``: what each of their forms must bring; times: UTC."""

    id: str
    account: Account
    csrf: str
    began: datetime
    seen: datetime
    browser: str


@dataclass(frozen=True)
class Open:
    """One open session, as its owner sees it in the list."""

    id: str
    began: datetime
    seen: datetime
    browser: str


class Sessions:
    """The sessions of one database. Every method raises ``RecordsDown`` when the database fails.

    ``clock`` returns the time with its zone. A session ends 60 minutes after it was last used, 12 hours after it began,
    and when its account is closed or made anew.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = _now) -> None:
        self._engine, self._clock = engine, clock

    def open(self, account: Account, agent: str) -> str:
        """Opens a session; returns the token for the cookie. ``agent``: what the browser says it is."""
        token, now = secrets.token_urlsafe(16), self._time()
        with transaction(self._engine) as db:
            db.execute(delete(SESSIONS).where(self._ended(now)))
            kept = db.execute(select(ACCOUNTS.c.password).where(ACCOUNTS.c.name == account.name)).scalar_one()
            row = {"id": _hash(token), "account": account.name, "stamp": _hash(kept), "began": now, "seen": now}
            db.execute(insert(SESSIONS).values(**row, browser=browser_of(agent)))
        return token

    def find(self, token: str) -> Session | None:
        """Returns whose session this is, with the roles the account has now; None where there is none that counts."""
        if not TOKEN.match(token):
            return None
        now, name = self._time(), _hash(token)
        same_account = SESSIONS.join(ACCOUNTS, ACCOUNTS.c.name == _ROW.account)
        wanted = select(*_ROW, ACCOUNTS.c.roles, ACCOUNTS.c.password).select_from(same_account)
        with transaction(self._engine) as db:
            row = db.execute(wanted.where(_ROW.id == name, ~self._ended(now), ACCOUNTS.c.active.is_(True))).first()
            if not row or not hmac.compare_digest(row.stamp, _hash(row.password)):
                return None
            if now - row.seen > SEEN_EVERY:
                db.execute(update(SESSIONS).where(_ROW.id == name).values(seen=now))
        account = Account(row.account, frozenset(row.roles))
        return Session(name, account, _csrf(token), row.began, row.seen, row.browser)

    def of(self, account: str) -> list[Open]:
        """Returns the open sessions of an account, the one used last first."""
        query = select(_ROW.id, _ROW.began, _ROW.seen, _ROW.browser).where(_ROW.account == account)
        with transaction(self._engine) as db:
            rows = db.execute(query.where(~self._ended(self._time())).order_by(_ROW.seen.desc()))
            return [Open(*row) for row in rows]

    def close(self, account: str, session: str) -> bool:
        """Ends one session of an account by its id; returns whether there was one."""
        with transaction(self._engine) as db:
            return bool(db.execute(delete(SESSIONS).where(_ROW.account == account, _ROW.id == session)).rowcount)

    def close_all(self, account: str) -> int:
        """Ends every session of an account; returns how many."""
        with transaction(self._engine) as db:
            return int(db.execute(delete(SESSIONS).where(_ROW.account == account)).rowcount)

    @staticmethod
    def _ended(now: datetime) -> ColumnElement[bool]:
        return or_(_ROW.seen <= now - IDLE, _ROW.began <= now - WHOLE)

    def _time(self) -> datetime:
        return self._clock().astimezone(UTC).replace(tzinfo=None)


def browser_of(agent: str) -> str:
    """Returns a browser as its owner would name it, "Firefox on Windows", from what it says it is."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "A browser")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return f"{browser} on {system}" if system else browser


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _csrf(token: str) -> str:
    """Tied to the session, and of no use to find its token."""
    return hmac.new(token.encode(), b"forms", hashlib.sha256).hexdigest()
