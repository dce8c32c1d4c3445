"""The tables of the records (SQLAlchemy): SQLite, or PostgreSQL by address."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, Float, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """What Alembic compares the database with."""


class ConversationRow(Base):
    """One conversation. Times are UTC without zone, as SQLite keeps them."""

    __tablename__ = "conversations"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    site: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))  # bot | waiting | human | closed
    started: Mapped[datetime] = mapped_column(DateTime)
    last_message: Mapped[datetime] = mapped_column(DateTime, index=True)


class TurnRow(Base):
    """One turn: what was said (redacted), what came back, and why."""

    __tablename__ = "turns"
    __table_args__ = (UniqueConstraint("conversation", "turn"), UniqueConstraint("conversation", "message_id"))
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    turn: Mapped[int] = mapped_column(Integer)
    message_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(DateTime)
    text: Mapped[str] = mapped_column(Text)
    reply: Mapped[dict[str, Any]] = mapped_column(JSON)
    outcome: Mapped[str] = mapped_column(String(32), index=True)
    topic: Mapped[str | None] = mapped_column(String(64))
    fingerprint: Mapped[str | None] = mapped_column(String(80))  # of the topic answered
    fingerprints: Mapped[list[str]] = mapped_column(JSON, server_default="[]")  # of all words it showed
    confidence: Mapped[float | None] = mapped_column(Float)


class FeedbackRow(Base):
    """A thumb, once a turn; a later one replaces it."""

    __tablename__ = "feedback"
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    turn: Mapped[int] = mapped_column(Integer, primary_key=True)
    helpful: Mapped[bool] = mapped_column(Boolean)
    comment: Mapped[str | None] = mapped_column(Text)


class AuditRow(Base):
    """One act that must stay on record. Triggers refuse to change or remove a row (migration 0003)."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime)
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(32), index=True)
    unit: Mapped[str | None] = mapped_column(String(128))
    fingerprint: Mapped[str | None] = mapped_column(String(80))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64), unique=True)  # the hash of the row before: no two follow one
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AccountRow(Base):
    """Somebody who may sign in. The secret of the codes can be read by whoever reads the database."""

    __tablename__ = "accounts"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    roles: Mapped[list[str]] = mapped_column(JSON)
    password: Mapped[str] = mapped_column(String(256))  # argon2
    secret: Mapped[str] = mapped_column(String(64))  # base32, of the one-time codes
    last_step: Mapped[int] = mapped_column(Integer)  # the half minute whose code was used last
    failures: Mapped[list[str]] = mapped_column(JSON)  # the times of the last wrong tries
    locked_until: Mapped[datetime | None] = mapped_column(DateTime)
    tries: Mapped[int] = mapped_column(Integer)
    active: Mapped[bool] = mapped_column(Boolean)


class SessionRow(Base):
    """Somebody signed in, on one browser. Times are UTC without zone."""

    __tablename__ = "sessions"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of what the browser holds
    account: Mapped[str] = mapped_column(String(64), index=True)
    stamp: Mapped[str] = mapped_column(String(64))  # of the password it was opened with: another one ends it
    began: Mapped[datetime] = mapped_column(DateTime)
    seen: Mapped[datetime] = mapped_column(DateTime)
    browser: Mapped[str] = mapped_column(String(64))


class DraftRow(Base):
    """What an editor typed and did not save to the file yet. ``base``: SHA-256 of the file's text it started from."""

    __tablename__ = "drafts"
    topic: Mapped[str] = mapped_column(String(64), primary_key=True)
    who: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    base: Mapped[str] = mapped_column(String(64))
    number: Mapped[int] = mapped_column(Integer)  # grows with each change: two windows of one person do not mix
    at: Mapped[datetime] = mapped_column(DateTime)


class SeenRow(Base):
    """How many conversations that are gone got words for the first time on a day, by the words' fingerprint."""

    __tablename__ = "seen"
    fingerprint: Mapped[str] = mapped_column(String(80), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    conversations: Mapped[int] = mapped_column(Integer)


class SentBackRow(Base):
    """Words that a reviewer did not sign, and why. ``at``: UTC without zone."""

    __tablename__ = "sent_back"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    unit: Mapped[str] = mapped_column(String(128), index=True)
    fingerprint: Mapped[str] = mapped_column(String(80))
    reviewer: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime)


class CountRow(Base):
    """How many turns of a day had an outcome and a topic ("" for none): what is left of conversations that are gone."""

    __tablename__ = "counts"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    outcome: Mapped[str] = mapped_column(String(32), primary_key=True)
    topic: Mapped[str] = mapped_column(String(64), primary_key=True)
    turns: Mapped[int] = mapped_column(Integer)


class HandledRow(Base):
    """What an editor did with a turn that got no good answer; gone with the turn."""

    __tablename__ = "handled"
    turn: Mapped[int] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True)
    how: Mapped[str] = mapped_column(String(32))  # phrase | out_of_scope | new_topic | set_aside
    who: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(DateTime)


class ThumbCountRow(Base):
    """How many thumbs turns of a day and topic ("" for none) got: what is left of conversations that are gone."""

    __tablename__ = "thumb_counts"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    topic: Mapped[str] = mapped_column(String(64), primary_key=True)
    helpful: Mapped[bool] = mapped_column(Boolean, primary_key=True)
    thumbs: Mapped[int] = mapped_column(Integer)
