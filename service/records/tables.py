"""The tables of conversations, turns and feedback (SQLAlchemy): SQLite, or PostgreSQL by address."""

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
    fingerprint: Mapped[str | None] = mapped_column(String(80))
    confidence: Mapped[float | None] = mapped_column(Float)


class FeedbackRow(Base):
    """A thumb, once a turn; a later one replaces it."""

    __tablename__ = "feedback"
    conversation: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    turn: Mapped[int] = mapped_column(Integer, primary_key=True)
    helpful: Mapped[bool] = mapped_column(Boolean)
    comment: Mapped[str | None] = mapped_column(Text)


class CountRow(Base):
    """How many turns of a day had an outcome and a topic ("" for none): what is left of conversations that are gone."""

    __tablename__ = "counts"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    outcome: Mapped[str] = mapped_column(String(32), primary_key=True)
    topic: Mapped[str] = mapped_column(String(64), primary_key=True)
    turns: Mapped[int] = mapped_column(Integer)
