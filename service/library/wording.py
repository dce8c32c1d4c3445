"""The fixed wording: which sentences must exist, as one typed value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from service.library.read import sentences_of


class WordingBroken(ValueError):
    """wording.yml lacks or adds a sentence; ``sentences`` says which."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences))


class Errors(BaseModel):
    """One plain sentence for each way a request can be wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    malformed: str
    unauthorised: str
    forbidden: str
    not_found: str
    closed: str
    too_large: str
    empty: str
    too_long: str
    invalid: str
    too_many: str
    broken: str


class Wording(BaseModel):
    """All fixed wording, as Markdown before and after its figures and numbers are put in."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    groups: dict[str, Any]
    service_name: str
    preview_label: str
    unverified_number: str
    numbers_choice: str
    greeting: str
    hello: str
    thanks: str
    goodbye: str
    are_you_human: str
    clarify: str
    follow_up_said: str
    follow_up_none: str
    follow_up_which: str
    follow_up_about_what: str
    correction: str
    correction_nothing: str
    pronoun: str
    one_of_two: str
    unsure: str
    unsure_nothing: str
    out_of_scope: str
    advice_declined: str
    advice_medicine: str
    other_language: str
    personal_hidden: str
    handoff: str
    handoff_offer: str
    handoff_distress: str
    unavailable: str
    who_to_call: str
    if_now: str
    sensitive_offer: str
    not_served: str
    flow_none: str
    flow_stopped: str
    flow_end: str
    questions_suggested: str
    questions_none: str
    questions_note: str
    elsewhere: str
    black_triangle: str
    errors: Errors
    ui: dict[str, str]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Wording:
        """Returns the wording. Raises ``WordingBroken`` naming every missing, unknown or wrong sentence."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise WordingBroken(sentences_of(error)) from None
