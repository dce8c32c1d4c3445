"""What a client may send, and the cleaning of typed text."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

LONGEST_TEXT = 1000
# Characters that show nothing but reorder, hide or break text: controls, bidi marks, zero-width, lone surrogates.
INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")
KEPT = "\n\t\u200d\ufe0f"  # line ends, and the joiners inside emoji


def clean(text: str) -> str:
    """Returns typed text in NFC without invisible characters, trimmed; tabs and line ends stay."""
    visible = "".join(c for c in text if c in KEPT or unicodedata.category(c) not in INVISIBLE)
    return re.sub(r"[^\S\n]+", " ", unicodedata.normalize("NFC", visible)).strip().strip(KEPT).strip()


def _uuid(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError:  # of 32 characters that are no number, its words would be said back
        raise ValueError("badly formed hexadecimal UUID string") from None


class Strict(BaseModel):
    """A request body in which an unknown field is an error and types are not guessed."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Open(Strict):
    """Opens a conversation."""

    site: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{0,64}$")] = ""


MessageId = Annotated[
    str, AfterValidator(_uuid), Field(description="the client's UUID", json_schema_extra={"format": "uuid"})
]


class Message(Strict):
    """One turn: ``message_id`` and either ``text`` (1 to 1,000 characters after trimming) or ``choice``."""

    message_id: MessageId
    text: Annotated[str, AfterValidator(clean)] | None = None
    choice: Annotated[str, StringConstraints(max_length=80)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_of(cls, data: Any) -> Any:
        if isinstance(data, dict) and (data.get("text") is None) == (data.get("choice") is None):
            raise ValueError("send either text or choice")
        return data


class Feedback(Strict):
    """A thumb for a turn."""

    turn: Annotated[int, Field(ge=1, le=2**31 - 1)]
    helpful: bool
    comment: Annotated[str, StringConstraints(max_length=LONGEST_TEXT)] | None = None
